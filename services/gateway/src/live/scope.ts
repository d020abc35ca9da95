import { projectIdOf, type RecordedFact } from '@podium/proto';

/** What a reader follows: one project's facts, or all (`projectId` absent). */
export interface Scope {
  readonly projectId?: string | undefined;
}

/** Whether a fact belongs to what is followed. */
export function isInScope(scope: Scope, fact: RecordedFact): boolean {
  return scope.projectId === undefined || projectIdOf(fact) === scope.projectId;
}

/** Name of the Socket.IO room of everyone who follows a scope live. */
export function roomOf(scope: Scope): string {
  return scope.projectId === undefined ? 'facts:*' : `facts:${scope.projectId}`;
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
