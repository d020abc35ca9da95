import { randomUUID } from 'node:crypto';
import { factSubject } from '@podium/jetstream';
import { TaskPriority, TaskStatus, type EventEnvelope, type FactType, type RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';

/** What happens to a task, without an envelope. */
export type Happening =
  | { readonly kind: 'created'; readonly title?: string; readonly description?: string }
  | { readonly kind: 'edited'; readonly title?: string }
  | { readonly kind: 'moved'; readonly rank?: string }
  | { readonly kind: 'failed'; readonly message?: string }
  | { readonly kind: 'deleted' }
  /** A fact of another context, about nothing that the tests' projections keep. */
  | { readonly kind: 'foreign' };

/** A fact of a task, ready to be written. */
export function taskFact(taskId: string, happening: Happening, projectId = 'project'): EventEnvelope<FactType> {
  const { type, data } = contentOf(taskId, happening);
  const context = happening.kind === 'foreign' ? 'pod' : 'task';
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/podium/test',
    type,
    subject: `${projectId}/${context}/${taskId}`,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'podium:test#Test',
    data,
    correlationid: 'test',
    causationid: 'test',
    actor: 'user:test',
    version: 1,
  } as EventEnvelope<FactType>;
}

/** A fact as if it had been read at that position. */
export function recorded(envelope: EventEnvelope<FactType>, position: number): RecordedFact {
  return { ...envelope, position } as RecordedFact;
}

/** Writes facts in order; returns the position of the last one. */
export async function publish(nc: NatsConnection, facts: readonly EventEnvelope<FactType>[]): Promise<number> {
  const js = nc.jetstream();
  const encoder = new TextEncoder();
  let last = 0;
  for (let start = 0; start < facts.length; start += 500) {
    const acks = facts.slice(start, start + 500).map((fact) => {
      const [projectId = '', context = '', id = ''] = fact.subject.split('/');
      const subject = factSubject({ projectId, context: context as 'task', id });
      return js.publish(subject, encoder.encode(JSON.stringify(fact)), { timeout: 20_000 });
    });
    last = (await Promise.all(acks)).at(-1)?.seq ?? last;
  }
  return last;
}

function contentOf(taskId: string, happening: Happening): { type: FactType; data: object } {
  switch (happening.kind) {
    case 'created': {
      const { title = 'Title', description = '' } = happening;
      return {
        type: 'podium.task.v1.TaskCreated',
        data: { taskId, title, description, priority: TaskPriority.HIGH, rank: 'a0' },
      };
    }
    case 'edited':
      return { type: 'podium.task.v1.TaskEdited', data: { taskId, title: happening.title ?? 'Edited' } };
    case 'moved':
      return {
        type: 'podium.task.v1.TaskMoved',
        data: { taskId, from: TaskStatus.TODO, to: TaskStatus.DONE, rank: happening.rank ?? 'b0' },
      };
    case 'failed':
      return {
        type: 'podium.task.v1.TaskExecutionFailed',
        data: { taskId, reason: 'test', message: happening.message ?? 'It failed', retryable: true },
      };
    case 'deleted':
      return { type: 'podium.task.v1.TaskDeleted', data: { taskId } };
    case 'foreign':
      return { type: 'podium.pod.v1.PodReady', data: {} };
  }
}
