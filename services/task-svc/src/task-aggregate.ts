import type { Aggregate } from '@podium/event-sourcing';
import { projectIdOf, type EventEnvelope } from '@podium/proto';

/** The task of the project that an event belongs to. */
export function taskAggregate(event: Pick<EventEnvelope, 'subject'>, taskId: string): Aggregate {
  return { projectId: projectIdOf(event), context: 'task', id: taskId };
}
