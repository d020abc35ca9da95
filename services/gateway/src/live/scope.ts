import { projectIdOf, type RecordedFact } from '@podium/proto';

/** Someone who sees the facts of some projects. */
export interface Viewer {
  readonly actor: string;
  sees(projectId: string): boolean;
}

/** What a reader follows: one project's facts, or all (`projectId` absent) that the viewer sees. */
export interface Scope {
  readonly projectId?: string | undefined;
  /** Absent where everything may be seen. Whoever follows one project was let in to it before. */
  readonly viewer?: Viewer | undefined;
}

/** Whether a fact belongs to what is followed. */
export function isInScope(scope: Scope, fact: RecordedFact): boolean {
  const { projectId, viewer } = scope;
  if (projectId === undefined && viewer === undefined) return true;
  const factProjectId = projectIdOf(fact);
  return projectId === undefined ? (viewer?.sees(factProjectId) ?? true) : factProjectId === projectId;
}

/** Name of the Socket.IO room of everyone who follows a scope live. */
export function roomOf(scope: Scope): string {
  if (scope.projectId !== undefined) return `facts:${scope.projectId}`;
  return scope.viewer ? viewerRoomOf(scope.viewer.actor) : 'facts:*';
}

/** Name of the room of everyone who follows live all that this person sees. */
export function viewerRoomOf(actor: string): string {
  return `facts:@${actor}`;
}

/** Name of the room of those who are told who else looks at a project. */
export function watchRoomOf(projectId: string): string {
  return `watch:${projectId}`;
}

/** Name of the room of those who want a project's newest steps and no facts with them. */
export function stepsRoomOf(projectId: string): string {
  return `steps:${projectId}`;
}

/** The project that everyone in this room is told the steps of; undefined for any other room. */
export function projectOfRoom(room: string): string | undefined {
  const [, projectId] = /^(?:facts|steps):([a-z0-9-]+)$/.exec(room) ?? [];
  return projectId;
}
