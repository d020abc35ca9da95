import type { Aggregate } from '@podium/event-sourcing';
import { projectIdOf, type EventEnvelope } from '@podium/proto';

/** The session of the project that an event belongs to. */
export function sessionAggregate(event: Pick<EventEnvelope, 'subject'>, sessionId: string): Aggregate {
  return { projectId: projectIdOf(event), context: 'session', id: sessionId };
}
