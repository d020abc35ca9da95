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
