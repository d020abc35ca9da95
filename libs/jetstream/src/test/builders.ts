import { randomUUID } from 'node:crypto';
import type { Aggregate } from '@podium/event-sourcing';
import { OutputKind, schemaOf, TaskStatus, type EventEnvelope, type OutputChunk } from '@podium/proto';

export function newAggregate(overrides: Partial<Aggregate> = {}): Aggregate {
  return { projectId: `p-${randomUUID()}`, context: 'task', id: randomUUID(), ...overrides };
}

/** A fact of a task, valid on the wire. */
export function taskMoved(
  aggregate: Aggregate,
  overrides: Partial<EventEnvelope<'podium.task.v1.TaskMoved'>> & { rank?: string } = {},
): EventEnvelope<'podium.task.v1.TaskMoved'> {
  const type = 'podium.task.v1.TaskMoved';
  const { rank = 'a', ...envelope } = overrides;
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/podium/test',
    type,
    subject: `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`,
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data: { taskId: aggregate.id, from: TaskStatus.TODO, to: TaskStatus.DONE, rank } as EventEnvelope<
      typeof type
    >['data'],
    correlationid: randomUUID(),
    causationid: randomUUID(),
    actor: 'user:tester',
    version: 1,
    ...envelope,
  };
}

export function outputChunk(sessionId: string, number: number, overrides: Partial<OutputChunk> = {}): OutputChunk {
  return {
    sessionId,
    number,
    kind: OutputKind.TEXT,
    text: `chunk ${number}`,
    time: '2026-01-01T00:00:00.000Z',
    partOffset: 0,
    ...overrides,
  };
}
