import type { Aggregate } from '@podium/event-sourcing';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import { dependenciesId } from './domain/dependency-graph.ts';

/** The task of the project that an event belongs to. */
export function taskAggregate(event: Pick<EventEnvelope, 'subject'>, taskId: string): Aggregate {
  return { projectId: projectIdOf(event), context: 'task', id: taskId };
}

/** Who waits for whom in the project that an event belongs to. */
export function dependenciesAggregate(event: Pick<EventEnvelope, 'subject'>): Aggregate {
  return { projectId: projectIdOf(event), context: 'task', id: dependenciesId };
}
