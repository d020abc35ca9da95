import { fact, reject, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import { WorkspaceSource } from '@podium/proto';
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
  decide(state, command) {
    switch (command.kind) {
      case 'create':
        return createProject(state, command);
      case 'edit':
        return editProject(state, command);
      case 'delete':
        return deleteProject(state, command);
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
    }),
  ];
}

/** Only what differs becomes a fact; nothing where everything is as asked. */
export function editProject(state: ProjectState, command: EditProject): Decision {
  if (state.kind !== 'live') return notFound();
  const problem =
    (command.name === undefined ? undefined : nameProblem(command.name)) ??
    descriptionProblem(command.description ?? '') ??
    (command.maxConcurrentSessions === undefined ? undefined : sessionsProblem(command.maxConcurrentSessions));
  if (problem) return reject('invalid', problem);

  const name = changed(command.name?.trim(), state.name);
  const description = changed(command.description, state.description);
  const maxConcurrentSessions = changed(command.maxConcurrentSessions, state.maxConcurrentSessions);
  if (name === undefined && description === undefined && maxConcurrentSessions === undefined) return [];
  return [
    fact('podium.project.v1.ProjectEdited', {
      projectId: command.projectId,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(maxConcurrentSessions === undefined ? {} : { maxConcurrentSessions }),
    }),
  ];
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

function changed<T>(asked: T | undefined, current: T): T | undefined {
  return asked === current ? undefined : asked;
}

function notFound(): Rejected {
  return reject('project_not_found', 'There is no such project.');
}
