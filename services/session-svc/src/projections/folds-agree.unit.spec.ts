import { describe, expect, it } from '@jest/globals';
import { foldSession, foldSessionUsage, tokensOf, type SessionUsage, type SessionView } from '@podium/board';
import { isRejected } from '@podium/event-sourcing';
import { FailureClass, PermissionAnswer, SessionPhase, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import type { SessionCommand } from '../domain/commands.ts';
import { sessionDecider } from '../domain/session-decider.ts';
import type { SessionState } from '../domain/session.ts';
import { foldWaiting, waitingKeyOf, type WaitingSession } from './limits/waiting-session.ts';
import { foldQueue, queueKeyOf, type QueuedSession } from './queue/queued-session.ts';

/**
 * What decisions know of a session, what the scheduler and the timers do, and what people see, are folds of the same
 * facts that different hands have written: whatever happens to a session, they say the same.
 */

const ids = { sessionId: 's1', taskId: 't1' };
const sessionId = ids.sessionId;
const model = { providerId: 'p', modelId: 'm', label: 'M', scripted: true };
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.5 };
const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
const tally = { usage, outputChunks: 7 };
const failed = { kind: 'failed', reason: 'broken', message: 'No.', failureClass: FailureClass.PERMANENT } as const;

const owner = fc.constantFrom('a', 'a', 'a', 'a', 'b');
const gateId = fc.constantFrom('g1', 'g2');
const promptId = fc.constantFrom('p1', 'p2', 'p3');
const gate = { kind: 'permission', action: 'bash', patterns: ['ls'], always: [] } as const;

/** What a session goes on with. */
const goesOn: fc.Arbitrary<SessionCommand> = fc.oneof(
  fc.constant<SessionCommand>({
    kind: 'queue',
    ...ids,
    phase: SessionPhase.IMPLEMENTATION,
    title: 'A task',
    prompt: 'Do it',
    requestedBy: 'user:ann',
  }),
  fc.constantFrom<SessionCommand>(
    { kind: 'admit', sessionId },
    { kind: 'expedite', sessionId },
    { kind: 'retry-now', sessionId },
    { kind: 'revert', sessionId, messageId: 'm' },
    { kind: 'unrevert', sessionId },
    { kind: 'recover', sessionId, problem: 'work_lost' },
  ),
  fc
    .tuple(owner, fc.option(fc.constant(usage), { nil: undefined }), fc.nat(9))
    .map(([by, cutOffUsage, message]): SessionCommand => ({
      kind: 'start',
      sessionId,
      owner: by,
      runtimeSessionId: 'ses_1',
      runtimeMessageId: `msg_${message}`,
      model,
      cutOffUsage,
    })),
  owner.map((by): SessionCommand => ({ kind: 'take-over', sessionId, owner: by })),
  fc.tuple(owner, gateId).map(([by, id]): SessionCommand => ({ kind: 'ask', sessionId, owner: by, gateId: id, gate })),
  gateId.map((id): SessionCommand => ({
    kind: 'answer-permission',
    sessionId,
    gateId: id,
    answer: PermissionAnswer.ONCE,
  })),
  fc.tuple(owner, gateId).map(([by, id]): SessionCommand => ({ kind: 'close-gate', sessionId, owner: by, gateId: id })),
  gateId.map((id): SessionCommand => ({ kind: 'time-out-gate', sessionId, gateId: id })),
  owner.map((by): SessionCommand => ({
    kind: 'schedule-retry',
    sessionId,
    owner: by,
    reason: 'busy',
    message: 'Busy.',
    tally,
    delaysSeconds: [1, 2, 3],
  })),
  fc.integer({ min: 2, max: 4 }).map((attempt): SessionCommand => ({ kind: 'requeue', sessionId, attempt })),
  fc.tuple(promptId, fc.boolean()).map(([id, interrupt]): SessionCommand => ({
    kind: 'add-prompt',
    sessionId,
    promptId: id,
    text: 'Also',
    interrupt,
  })),
  fc.tuple(promptId, fc.nat(3)).map(([id, position]): SessionCommand => ({
    kind: 'edit-prompt',
    sessionId,
    promptId: id,
    text: 'Else',
    position,
  })),
  promptId.map((id): SessionCommand => ({ kind: 'remove-prompt', sessionId, promptId: id })),
  fc.tuple(owner, promptId).map(([by, id]): SessionCommand => ({
    kind: 'send-prompt',
    sessionId,
    owner: by,
    promptId: id,
    runtimeMessageId: `msg_${id}`,
    model,
  })),
  fc.tuple(owner, fc.integer({ min: 1, max: 4 })).map(([by, turn]): SessionCommand => ({
    kind: 'end-turn',
    sessionId,
    owner: by,
    turn,
    how: 'completed',
    summary: 'Ok',
    usage,
  })),
);

/** What ends it, or begins to. */
const ends: fc.Arbitrary<SessionCommand> = fc.oneof(
  fc.constant<SessionCommand>({ kind: 'give-up', sessionId }),
  fc.constantFrom('stopped', 'budget_exceeded').map((reason): SessionCommand => ({ kind: 'stop', ...ids, reason })),
  owner.map((by): SessionCommand => ({
    kind: 'exceed-limit',
    sessionId,
    owner: by,
    excess: { reason: 'limit_steps', message: 'Too many steps.' },
  })),
  fc
    .tuple(owner, fc.constantFrom(failed, { kind: 'completed', summary: 'Ok' } as const))
    .map(([by, ending]): SessionCommand => ({ kind: 'end', sessionId, owner: by, ending, tally })),
);

const command = fc.oneof({ weight: 19, arbitrary: goesOn }, { weight: 1, arbitrary: ends });

/** Everything that is folded of one session. */
class Folds {
  state: SessionState = sessionDecider.initialState;
  view: SessionView | null = null;
  row: QueuedSession | null = null;
  waiting: WaitingSession | null = null;
  used: SessionUsage | null = null;
  readonly turnsEnded: number[] = [];
  #position = 0;

  carryOut(each: SessionCommand): void {
    const now = new Date(Date.UTC(2026, 0, 1) + this.#position * 1_000).toISOString();
    const decision = sessionDecider.decide(this.state, this.#asItCanBe(each), { now, actor: 'user:ann' });
    if (isRejected(decision)) return;
    for (const { type, data } of decision) {
      this.#position += 1;
      const place = { position: this.#position, version: this.#position, time: now };
      const origin = { id: `f${this.#position}`, subject: 'p1/session/s1', actor: 'user:ann', correlationid: 'c' };
      this.#apply({ type, data, ...place, ...origin } as unknown as RecordedFact);
    }
  }

  /** Where no agent answers, nothing is used. */
  #asItCanBe(each: SessionCommand): SessionCommand {
    const isAnswering = 'run' in this.state && this.state.work.turn?.ended === null;
    if (isAnswering) return each;
    if ('tally' in each) return { ...each, tally: { ...tally, usage: nothing } };
    return each.kind === 'start' ? { ...each, cutOffUsage: undefined } : each;
  }

  #apply(fact: RecordedFact): void {
    this.state = sessionDecider.evolve(this.state, fact);
    this.view = foldSession(this.view, fact);
    if (queueKeyOf(fact)) this.row = foldQueue(this.row, fact);
    if (waitingKeyOf(fact)) this.waiting = foldWaiting(this.waiting, fact);
    this.used = foldSessionUsage(this.used, fact);
    if (fact.type === 'podium.session.v1.TurnEnded') this.turnsEnded.push(fact.data.turn);
  }

  get tokens(): number {
    return this.used?.entries.reduce((sum, entry) => sum + tokensOf(entry), 0) ?? 0;
  }
}

/** What the other folds have to say where the state is this. */
function expected({ state }: Folds): object {
  const work = 'work' in state ? state.work : undefined;
  const gates = state.kind === 'running' ? [...state.run.gates].filter(([, { closed }]) => !closed) : [];
  const holdsSlot = state.kind === 'pending' || state.kind === 'running' || state.kind === 'stopping';
  return {
    status: state.kind === 'ended' ? state.how : state.kind === 'running' && gates.length > 0 ? 'waiting' : state.kind,
    gates: gates.map(([id]) => id),
    waitsForGates: gates.map(([id]) => id),
    isClockHalted: state.kind === 'running' && gates.length > 0 ? true : undefined,
    retryDueAt: state.kind === 'retrying' ? state.retry.dueAt : null,
    timerDueAt: state.kind === 'retrying' ? state.retry.dueAt : null,
    row: state.kind === 'ended' ? null : holdsSlot ? 'admitted' : state.kind,
    isExpedited: state.kind === 'queued' && state.expedited === true,
    isRowExpedited: state.kind === 'queued' && state.expedited === true,
    prompts: work?.prompts.map(({ id, text, interrupt }) => ({ id, text, interrupt })),
    turns: work?.turn?.number ?? (state.kind === 'ended' ? undefined : 0),
  };
}

function seen({ state, view, row, waiting }: Folds): object {
  const work = 'work' in state ? state.work : undefined;
  const gates = view?.gates.map(({ id }) => id) ?? [];
  return {
    status: view?.status,
    gates,
    waitsForGates: waiting?.gates.map(({ gate_id }) => gate_id) ?? [],
    isClockHalted: state.kind === 'running' && gates.length > 0 ? work?.clock.workingSinceMs === null : undefined,
    retryDueAt: view?.retry?.due_at ?? null,
    timerDueAt: waiting?.due_at_ms ? new Date(waiting.due_at_ms).toISOString() : null,
    row: row?.status ?? null,
    isExpedited: state.kind !== 'ended' && view?.expedited_position !== null,
    isRowExpedited: row !== null && row.expedited_position !== null,
    prompts: work && view?.prompts.map(({ id, text, interrupt }) => ({ id, text, interrupt })),
    turns: state.kind === 'ended' ? undefined : view?.turns,
  };
}

describe('what is folded of a session', () => {
  it('says the same, whatever happens to it', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 60, maxLength: 150 }), (commands) => {
        const folds = new Folds();
        folds.carryOut({ kind: 'queue', ...ids, phase: 1 as never, title: '', prompt: '', requestedBy: 'user:ann' });
        for (const each of commands) {
          const before = folds.tokens;
          folds.carryOut(each);
          expect(seen(folds)).toEqual(expected(folds));
          expect(folds.tokens).toBeGreaterThanOrEqual(before);
        }
        expect(new Set(folds.turnsEnded).size).toBe(folds.turnsEnded.length);
        if (folds.state.kind !== 'ended') return;
        expect(folds.turnsEnded).toHaveLength(folds.view?.turns ?? 0);
        expect(folds.tokens).toBe((folds.view?.usage?.input_tokens ?? 0) + (folds.view?.usage?.output_tokens ?? 0));
      }),
      { numRuns: 150 },
    );
  });
});
