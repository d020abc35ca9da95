import type { RecordedFact, WorkspaceSource } from '@podium/proto';

/** A project as far as decisions about it need to know it. */
export type ProjectState =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'live';
      readonly name: string;
      readonly description: string;
      readonly maxConcurrentSessions: number;
    }
  | { readonly kind: 'deleted' };

export interface CreateProject {
  readonly kind: 'create';
  readonly projectId: string;
  readonly name: string;
  readonly description: string;
  readonly source: WorkspaceSource;
  readonly repositoryUrl?: string | undefined;
}

export interface EditProject {
  readonly kind: 'edit';
  readonly projectId: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly maxConcurrentSessions?: number | undefined;
}

export interface DeleteProject {
  readonly kind: 'delete';
  readonly projectId: string;
}

export type ProjectCommand = CreateProject | EditProject | DeleteProject;

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
      };
    case 'podium.project.v1.ProjectEdited':
      if (state.kind !== 'live') return state;
      return {
        ...state,
        name: fact.data.name ?? state.name,
        description: fact.data.description ?? state.description,
        maxConcurrentSessions: fact.data.maxConcurrentSessions ?? state.maxConcurrentSessions,
      };
    case 'podium.project.v1.ProjectDeleted':
      return { kind: 'deleted' };
    default:
      return state;
  }
}
