import { fact, type NewFact } from '@podium/event-sourcing';
import { SessionPriority, SessionPhase, TaskPriority, TurnEnding } from '@podium/proto';
import type { StandIn } from './stand-in.ts';

const usage = { inputTokens: 100, outputTokens: 20, cachedTokens: 5, costUsd: 0.25 };
const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
const model = { providerId: 'anthropic', modelId: 'opus', label: 'Opus', scripted: false };

/** Sessions of one project, as the log tells of them. Every method gives the position of the log after it. */
export class ToldSessions {
  readonly #services: StandIn;
  readonly #projectId: string;

  constructor(services: StandIn, projectId: string) {
    this.#services = services;
    this.#projectId = projectId;
  }

  async write(context: 'session' | 'task', id: string, ...facts: NewFact[]): Promise<number> {
    return this.#services.append({ projectId: this.#projectId, context, id }, facts);
  }

  /** A task with a session that waits for a slot; gives the position of the log after it. */
  async queued(id: string, priority: SessionPriority = SessionPriority.MEDIUM): Promise<number> {
    const taskId = `task-${id}`;
    const ids = { sessionId: id, taskId };
    const text = { title: `Task of ${id}`, priority: TaskPriority.LOW };
    await this.write(
      'task',
      taskId,
      fact('podium.task.v1.TaskCreated', { taskId, ...text, description: '', rank: 'a0' }),
    );
    const session = { ...ids, phase: SessionPhase.IMPLEMENTATION, prompt: 'Do it', title: text.title };
    return this.write(
      'session',
      id,
      fact('podium.session.v1.SessionQueued', { ...session, requestedBy: 'user:owner', priority }),
    );
  }

  begins(id: string): Promise<number> {
    const ids = { sessionId: id, taskId: `task-${id}` };
    const start = { attempt: 1, owner: 'a', runtimeSessionId: 'r', runtimeMessageId: 'm', model };
    return this.write(
      'session',
      id,
      fact('podium.session.v1.SessionAdmitted', ids),
      fact('podium.session.v1.SessionStarted', { ...ids, ...start }),
    );
  }

  gaveUp(id: string): Promise<number> {
    const end = { sessionId: id, taskId: `task-${id}`, reason: 'stopped', outputChunks: 0, usage: nothing };
    return this.write('session', id, fact('podium.session.v1.SessionCancelled', end));
  }

  async completed(id: string, turns: number): Promise<number> {
    const ids = { sessionId: id, taskId: `task-${id}` };
    const start = { attempt: 1, owner: 'a', runtimeSessionId: 'r', runtimeMessageId: 'm', model };
    const end = { ...ids, summary: 'Done', outputChunks: 1 };
    const told = Array.from({ length: turns }, (_, index) =>
      fact('podium.session.v1.TurnEnded', {
        ...ids,
        turn: index + 1,
        ending: TurnEnding.COMPLETED,
        summary: '',
        usage,
        model,
        requestedBy: index === 0 ? 'user:owner' : 'user:bob',
        last: false,
      }),
    );
    const times = (number: number) => ({
      inputTokens: 100 * number,
      outputTokens: 20 * number,
      cachedTokens: 5 * number,
      costUsd: 0.25 * number,
    });
    return this.write(
      'session',
      id,
      fact('podium.session.v1.SessionAdmitted', ids),
      fact('podium.session.v1.SessionStarted', { ...ids, ...start }),
      ...told,
      fact('podium.session.v1.SessionCompleted', { ...end, usage: times(Math.max(1, turns)) }),
    );
  }
}
