import type { Budget, RecordedFact, SessionLimits, WipLimit, WorkspaceSource } from '@podium/proto';
import { evolveBoardSettings, noBoardSettings, type BoardCommand, type BoardSettings } from './board-settings.ts';
import { evolveMembers, noMembers, type MemberCommand, type Members } from './members.ts';

/** A project as far as decisions about it need to know it. */
export type ProjectState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'live';
      readonly name: string;
      readonly description: string;
      readonly maxConcurrentSessions: number;
      readonly budget?: Budget;
      readonly sessionLimits?: SessionLimits;
      readonly gateTimeoutMinutes: number;
      readonly board: BoardSettings;
      readonly members: Members;
    }
  | { readonly kind: 'deleted' };

export interface CreateProject {
  readonly kind: 'create';
  readonly projectId: string;
  readonly name: string;
  readonly description: string;
  readonly source: WorkspaceSource;
  readonly repositoryUrl?: string | undefined;
  readonly creatorName?: string | undefined;
}

export interface EditProject {
  readonly kind: 'edit';
  readonly projectId: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly maxConcurrentSessions?: number | undefined;
  readonly wipLimits?: { readonly items: readonly WipLimit[] } | undefined;
  readonly budget?: Budget | undefined;
  readonly sessionLimits?: SessionLimits | undefined;
  readonly gateTimeoutMinutes?: number | undefined;
}

export interface DeleteProject {
  readonly kind: 'delete';
  readonly projectId: string;
}

export type ProjectCommand = CreateProject | EditProject | DeleteProject | BoardCommand | MemberCommand;

export const initialProject: ProjectState = { kind: 'none' };

/** Folds one fact into the state; facts of other aggregates leave it as it is. */
export function evolveProject(state: ProjectState, fact: RecordedFact): ProjectState {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return {
        kind: 'live',
        name: fact.data.name,
        description: fact.data.description,
        maxConcurrentSessions: fact.data.maxConcurrentSessions,
        gateTimeoutMinutes: 0,
        board: noBoardSettings,
        members: evolveMembers(noMembers, fact),
      };
    case 'podium.project.v1.ProjectEdited':
      if (state.kind !== 'live') return state;
      return {
        ...state,
        name: fact.data.name ?? state.name,
        description: fact.data.description ?? state.description,
        maxConcurrentSessions: fact.data.maxConcurrentSessions ?? state.maxConcurrentSessions,
        ...(fact.data.budget ? { budget: fact.data.budget } : {}),
        ...(fact.data.sessionLimits ? { sessionLimits: fact.data.sessionLimits } : {}),
        gateTimeoutMinutes: fact.data.gateTimeoutMinutes ?? state.gateTimeoutMinutes,
        board: evolveBoardSettings(state.board, fact),
      };
    case 'podium.project.v1.ProjectDeleted':
      return { kind: 'deleted' };
    default:
      if (state.kind !== 'live') return state;
      return {
        ...state,
        board: evolveBoardSettings(state.board, fact),
        members: evolveMembers(state.members, fact),
      };
  }
}
