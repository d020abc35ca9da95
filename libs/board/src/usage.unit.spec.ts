import { describe, expect, it } from '@jest/globals';
import { SessionPhase, TurnEnding, type FactType, type MessageTypes } from '@podium/proto';
import { WrittenHistory } from './testing/index.ts';
import { foldSessionUsage, tokensOf, type SessionUsage } from './usage.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const haiku = { providerId: 'anthropic', modelId: 'haiku', label: 'Haiku', scripted: false };
const opus = { providerId: 'anthropic', modelId: 'opus', label: 'Opus', scripted: false };

function used(tokens: number, costUsd: number) {
  return { inputTokens: tokens, outputTokens: 0, cachedTokens: 0, costUsd };
}

class Session {
  readonly #history = new WrittenHistory();

  constructor() {
    const queued = { ...ids, phase: SessionPhase.IMPLEMENTATION, title: 'A task', prompt: '', requestedBy: 'user:ann' };
    this.write('podium.session.v1.SessionQueued', queued);
    this.write('podium.session.v1.SessionStarted', {
      ...ids,
      attempt: 1,
      owner: 'a',
      runtimeSessionId: 'r',
      runtimeMessageId: 'm',
      model: haiku,
    });
  }

  write<T extends FactType>(type: T, data: MessageTypes[T]): this {
    this.#history.write('p1', 's1', type, data);
    return this;
  }

  turn(turn: number, tokens: number, costUsd: number, by: { model?: typeof opus; requestedBy?: string } = {}): this {
    const data = { ...ids, turn, ending: TurnEnding.COMPLETED, summary: '', usage: used(tokens, costUsd), last: false };
    return this.write('podium.session.v1.TurnEnded', { ...data, model: haiku, requestedBy: 'user:ann', ...by });
  }

  completed(tokens: number, costUsd: number): this {
    const data = { ...ids, summary: '', usage: used(tokens, costUsd), outputChunks: 1 };
    return this.write('podium.session.v1.SessionCompleted', data);
  }

  sentAnew(cutOffTokens: number): this {
    const run = { attempt: 2, owner: 'a', runtimeSessionId: 'r', runtimeMessageId: 'm2', model: haiku };
    const cutOffUsage = used(cutOffTokens, 0);
    return this.write('podium.session.v1.SessionStarted', { ...ids, ...run, cutOffUsage });
  }

  retried(tokens: number, costUsd: number): this {
    const retry = { attempt: 2, maxAttempts: 4, dueAt: '', reason: 'busy', message: '', outputChunks: 1 };
    return this.write('podium.session.v1.SessionRetryScheduled', { ...ids, ...retry, usage: used(tokens, costUsd) });
  }

  get usage(): SessionUsage {
    const usage = this.#history.facts.reduce<SessionUsage | null>(foldSessionUsage, null);
    if (!usage) throw new Error('There is no usage');
    return usage;
  }

  get total(): { tokens: number; cost: number } {
    const { entries } = this.usage;
    return {
      tokens: entries.reduce((sum, entry) => sum + tokensOf(entry), 0),
      cost: entries.reduce((sum, entry) => sum + entry.cost_usd, 0),
    };
  }
}

describe('what a session has used', () => {
  it('is nothing before any fact tells', () => expect(new Session().usage.entries).toEqual([]));

  it('is what its end tells, where there are no turns', () => {
    const session = new Session().completed(100, 0.5);
    expect(session.usage.entries).toMatchObject([
      { turn: null, person: 'user:ann', model_id: 'haiku', input_tokens: 100, cost_usd: 0.5 },
    ]);
  });

  it('is what its turns tell, with the model and the person of each; the end counts nothing twice', () => {
    const session = new Session()
      .turn(1, 100, 0.1)
      .turn(2, 50, 0.2, { model: opus, requestedBy: 'user:bob' })
      .completed(150, 0.1 + 0.2);
    expect(session.usage.entries).toMatchObject([
      { turn: 1, person: 'user:ann', model_id: 'haiku', input_tokens: 100 },
      { turn: 2, person: 'user:bob', model_id: 'opus', input_tokens: 50 },
    ]);
    expect(session.usage.entries).toHaveLength(2);
  });

  it('counts beside the turns what no turn told', () => {
    const session = new Session().turn(1, 100, 0.1).completed(130, 0.4);
    expect(session.usage.entries).toHaveLength(2);
    expect(session.total.tokens).toBe(130);
    expect(session.total.cost).toBeCloseTo(0.4);
  });

  it('counts a try that failed once, whether the turn later contains it or not', () => {
    const failed = new Session().retried(10, 0);
    expect(failed.total.tokens).toBe(10);
    expect(new Session().retried(10, 0).turn(1, 15, 0).completed(15, 0).total.tokens).toBe(15);
    expect(new Session().retried(10, 0).turn(1, 5, 0).completed(15, 0).total.tokens).toBe(15);
    expect(new Session().retried(10, 0).retried(20, 0).completed(30, 0).total.tokens).toBe(30);
  });

  it('is never less than before, whatever fails after what', () => {
    expect(new Session().retried(100, 0).retried(50, 0).total.tokens).toBe(150);
    expect(new Session().turn(1, 1_000, 0).retried(50, 0).total.tokens).toBe(1_050);
    expect(new Session().sentAnew(30).retried(50, 0).total.tokens).toBe(80);
    expect(new Session().sentAnew(30).retried(50, 0).turn(1, 100, 0).completed(100, 0).total.tokens).toBe(100);
    expect(new Session().turn(1, 1_000, 0).retried(50, 0).turn(2, 80, 0).completed(1_080, 0).total.tokens).toBe(1_080);
  });

  it('does not change by what is told again', () => {
    const session = new Session().turn(1, 100, 0.1).turn(1, 100, 0.1).completed(100, 0.1).completed(100, 0.1);
    expect(session.total.tokens).toBe(100);
  });
});
