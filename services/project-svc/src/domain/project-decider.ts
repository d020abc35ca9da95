import { fact, reject, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import { WorkspaceSource } from '@podium/proto';
import { decideBoardSettings, sameLimits, wipLimitsProblem } from './board-settings.ts';
import { budgetProblem, changedBudget } from './budget.ts';
import { decideMembers } from './members.ts';
import { gateTimeoutProblem, limitsProblem, sameSessionLimits } from './limits.ts';
import {
  evolveProject,
  initialProject,
  type CreateProject,
  type DeleteProject,
  type EditProject,
  type ProjectCommand,
  type ProjectState,
} from './project.ts';
import { descriptionProblem, nameProblem, repositoryUrlProblem, sessionsProblem } from './rules.ts';

/** How many sessions may run at once in a new project. */
const defaultMaxConcurrentSessions = 3;

type Decision = readonly NewFact[] | Rejected;

export const projectDecider: Decider<ProjectState, ProjectCommand> = {
  initialState: initialProject,
  evolve: evolveProject,
  decide(state, command, context) {
    switch (command.kind) {
      case 'create':
        return createProject(state, command);
      case 'edit':
        return editProject(state, command);
      case 'delete':
        return deleteProject(state, command);
      case 'invite':
      case 'withdraw-invitation':
      case 'join':
      case 'change-role':
      case 'remove-member':
        return state.kind === 'live' ? decideMembers(state.members, command, context) : notFound();
      default:
        return state.kind === 'live' ? decideBoardSettings(state.board, command) : notFound();
    }
  },
};

/** A project is created once; its id can't be used again. */
export function createProject(state: ProjectState, command: CreateProject): Decision {
  if (state.kind !== 'none') return reject('project_exists', 'A project with this id exists already.');
  const problem = nameProblem(command.name) ?? descriptionProblem(command.description) ?? sourceProblem(command);
  if (problem) return reject('invalid', problem);
  return [
    fact('podium.project.v1.ProjectCreated', {
      projectId: command.projectId,
      name: command.name.trim(),
      description: command.description,
      source: command.source,
      ...(command.source === WorkspaceSource.CLONE ? { repositoryUrl: command.repositoryUrl?.trim() } : {}),
      maxConcurrentSessions: defaultMaxConcurrentSessions,
      ...(command.creatorName === undefined ? {} : { creatorName: command.creatorName.slice(0, 100) }),
    }),
  ];
}

/** Only what differs becomes a fact; nothing where everything is as asked. */
export function editProject(state: ProjectState, command: EditProject): Decision {
  if (state.kind !== 'live') return notFound();
  const problem =
    (command.name === undefined ? undefined : nameProblem(command.name)) ??
    descriptionProblem(command.description ?? '') ??
    (command.maxConcurrentSessions === undefined ? undefined : sessionsProblem(command.maxConcurrentSessions)) ??
    (command.budget && budgetProblem(command.budget)) ??
    (command.sessionLimits && limitsProblem(command.sessionLimits)) ??
    (command.gateTimeoutMinutes === undefined ? undefined : gateTimeoutProblem(command.gateTimeoutMinutes)) ??
    (command.wipLimits && wipLimitsProblem(command.wipLimits.items));
  if (problem) return reject('invalid', problem);

  const { wipLimits, sessionLimits } = command;
  const budget = changedBudget(command.budget, state.budget);
  const edit = {
    ...changed('name', command.name?.trim(), state.name),
    ...changed('description', command.description, state.description),
    ...changed('maxConcurrentSessions', command.maxConcurrentSessions, state.maxConcurrentSessions),
    ...(budget ? { budget } : {}),
    ...(sessionLimits && !sameSessionLimits(sessionLimits, state.sessionLimits) ? { sessionLimits } : {}),
    ...changed('gateTimeoutMinutes', command.gateTimeoutMinutes, state.gateTimeoutMinutes),
    ...(wipLimits && !sameLimits(wipLimits.items, state.board.wipLimits)
      ? { wipLimits: { items: [...wipLimits.items] } }
      : {}),
  };
  if (Object.keys(edit).length === 0) return [];
  return [fact('podium.project.v1.ProjectEdited', { projectId: command.projectId, ...edit })];
}

/** Deleting a deleted project changes nothing. */
export function deleteProject(state: ProjectState, command: DeleteProject): Decision {
  if (state.kind === 'none') return notFound();
  if (state.kind === 'deleted') return [];
  return [fact('podium.project.v1.ProjectDeleted', { projectId: command.projectId })];
}

function sourceProblem(command: CreateProject): string | undefined {
  return command.source === WorkspaceSource.CLONE ? repositoryUrlProblem(command.repositoryUrl ?? '') : undefined;
}

/** The member of that name with what was asked, where it was asked and differs. */
function changed<Name extends string, T>(name: Name, asked: T | undefined, current: T): { [N in Name]?: T } {
  return asked === undefined || asked === current ? {} : ({ [name]: asked } as { [N in Name]: T });
}

function notFound(): Rejected {
  return reject('project_not_found', 'There is no such project.');
}
