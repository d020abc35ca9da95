import type { Aggregate } from '@podium/event-sourcing';
import { projectIdOf, type EventEnvelope } from '@podium/proto';

/** The session of the project that an event belongs to. */
export function sessionAggregate(event: Pick<EventEnvelope, 'subject'>, sessionId: string): Aggregate {
  return { projectId: projectIdOf(event), context: 'session', id: sessionId };
}

/** The queue of the project that an event belongs to. */
export function queueAggregate(event: Pick<EventEnvelope, 'subject'>): Aggregate {
  return { projectId: projectIdOf(event), context: 'session', id: 'queue' };
}

/** What is said of a project's budget. */
export function budgetAggregate(projectId: string): Aggregate {
  return { projectId, context: 'session', id: 'budget' };
}

/** What a project's agents are always allowed. */
export function permissionsAggregate(projectId: string): Aggregate {
  return { projectId, context: 'session', id: 'permissions' };
}
