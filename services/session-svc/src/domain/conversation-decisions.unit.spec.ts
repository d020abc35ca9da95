import { describe, expect, it } from '@jest/globals';
import { fact, isRejected, type NewFact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { PermissionAnswer, SessionPhase, TurnEnding, type RecordedFact } from '@podium/proto';
import type { SessionCommand } from './commands.ts';
import { sessionDecider } from './session-decider.ts';
import type { SessionState } from './session.ts';
import { isInterrupted } from './turns.ts';

const sessionId = 's1';
const ids = { sessionId, taskId: 't1' };
const owner = 'a';
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.5 };
const twice = { inputTokens: 20, outputTokens: 10, cachedTokens: 0, costUsd: 1 };
const model = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo', scripted: true };

const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'Add a README',
  prompt: 'Add a README',
  requestedBy: 'user:ann',
});
const admitted = fact('podium.session.v1.SessionAdmitted', ids);
const started = fact('podium.session.v1.SessionStarted', {
  ...ids,
  attempt: 1,
  owner,
  runtimeSessionId: 'ses_1',
  runtimeMessageId: 'msg_1',
  model,
});
const running = [queued, admitted, started];

const add = (promptId: string, interrupt = false) =>
  ({ kind: 'add-prompt', sessionId, promptId, text: `Do ${promptId}`, interrupt }) as const;
const added = (promptId: string, interrupt = false) =>
  fact('podium.session.v1.PromptAdded', { ...ids, promptId, text: `Do ${promptId}`, interrupt });
const removed = (promptId: string) => fact('podium.session.v1.PromptRemoved', { ...ids, promptId });
const send = (promptId: string) =>
  ({ kind: 'send-prompt', sessionId, owner, promptId, runtimeMessageId: `msg_${promptId}`, model }) as const;
const sent = (promptId: string, turn: number) =>
  fact('podium.session.v1.PromptSent', { ...ids, promptId, turn, runtimeMessageId: `msg_${promptId}`, model });
const endTurn = (turn: number) =>
  ({ kind: 'end-turn', sessionId, owner, turn, how: 'completed', summary: 'Done.', usage }) as const;
const turnEnded = (turn: number, last: boolean, more: { promptId?: string; requestedBy?: string } = {}) =>
  fact('podium.session.v1.TurnEnded', {
    ...ids,
    turn,
    ...more,
    ending: TurnEnding.COMPLETED,
    summary: 'Done.',
    usage,
    model,
    requestedBy: more.requestedBy ?? 'user:ann',
    last,
  });
const complete = {
  kind: 'end',
  sessionId,
  owner,
  ending: { kind: 'completed', summary: 'Done.' },
  tally: { usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 }, outputChunks: 7 },
} as const;

describe('what people say while the agent works', () => {
  it('waits, once', () => {
    given(sessionDecider, running).when(add('p1')).then(added('p1'));
    given(sessionDecider, [...running, added('p1')])
      .when(add('p1'))
      .thenNothing();
    given(sessionDecider, [...running, added('p1'), removed('p1')])
      .when(add('p1'))
      .thenNothing();
  });

  it('waits also while the session does', () => given(sessionDecider, [queued]).when(add('p1')).then(added('p1')));

  it('has to say something', () => {
    given(sessionDecider, running)
      .when({ ...add('p1'), text: '  ' })
      .thenRejected('invalid');
    given(sessionDecider, running)
      .when({ ...add('p1'), text: 'x'.repeat(50_001) })
      .thenRejected('invalid');
  });

  it('is changed, moved and taken back until it is sent', () => {
    const past = [...running, added('p1'), added('p2')];
    const edit = { kind: 'edit-prompt', sessionId, promptId: 'p2' } as const;
    const edited = { ...ids, promptId: 'p2' };
    given(sessionDecider, past)
      .when({ ...edit, text: 'Else' })
      .then(fact('podium.session.v1.PromptEdited', { ...edited, text: 'Else' }));
    given(sessionDecider, past)
      .when({ ...edit, position: 0 })
      .then(fact('podium.session.v1.PromptEdited', { ...edited, position: 0 }));
    given(sessionDecider, past)
      .when({ ...edit, text: 'Do p2', position: 9 })
      .thenNothing();
    given(sessionDecider, past).when({ kind: 'remove-prompt', sessionId, promptId: 'p2' }).then(removed('p2'));
    const isSent = [...past, turnEnded(1, false), sent('p1', 2)];
    given(sessionDecider, isSent)
      .when({ ...edit, promptId: 'p1', text: 'Else' })
      .thenRejected('prompt_sent');
    given(sessionDecider, isSent)
      .when({ kind: 'remove-prompt', sessionId, promptId: 'p1' })
      .thenRejected('prompt_sent');
    given(sessionDecider, past)
      .when({ ...edit, promptId: 'p9' })
      .thenRejected('prompt_not_found');
  });

  it('is not taken any more once all was said', () => {
    given(sessionDecider, [...running, turnEnded(1, true)])
      .when(add('p1'))
      .thenRejected('session_closing');
    const takenBack = [...running, added('p1'), turnEnded(1, false), removed('p1')];
    given(sessionDecider, takenBack).when(add('p2')).thenRejected('session_closing');
  });
});

describe('turns', () => {
  it('follow one another in the order of the queue', () => {
    const past = [...running, added('p1'), added('p2')];
    given(sessionDecider, past).when(endTurn(1)).then(turnEnded(1, false));
    given(sessionDecider, past).when(send('p1')).thenRejected('turn_runs');
    given(sessionDecider, [...past, turnEnded(1, false)])
      .when(send('p2'))
      .thenRejected('prompt_not_next');
    given(sessionDecider, [...past, turnEnded(1, false)])
      .when(send('p1'))
      .then(sent('p1', 2));
    given(sessionDecider, [...past, turnEnded(1, false)])
      .when(endTurn(1))
      .thenNothing();
  });

  it('say whose prompt they answer', () =>
    given(sessionDecider, [...running, { ...added('p1'), actor: 'user:bob' }, turnEnded(1, false), sent('p1', 2)])
      .when(endTurn(2))
      .then(turnEnded(2, true, { promptId: 'p1', requestedBy: 'user:bob' })));

  it('hold the end of the session back until nothing waits', () => {
    given(sessionDecider, [...running, added('p1')])
      .when(complete)
      .thenRejected('prompts_waiting');
    given(sessionDecider, [...running, added('p1'), turnEnded(1, false)])
      .when(complete)
      .thenRejected('prompts_waiting');
  });

  it('add up to what the session used', () =>
    given(sessionDecider, [
      ...running,
      added('p1'),
      turnEnded(1, false),
      sent('p1', 2),
      turnEnded(2, true, { promptId: 'p1' }),
    ])
      .when(complete)
      .then(fact('podium.session.v1.SessionCompleted', { ...ids, summary: 'Done.', usage: twice, outputChunks: 7 })));

  it('count also what was cut off', () =>
    given(sessionDecider, [
      ...running,
      fact('podium.session.v1.SessionStarted', { ...started.data, attempt: 2, cutOffUsage: usage }),
    ])
      .when(endTurn(1))
      .then(fact('podium.session.v1.TurnEnded', { ...turnEnded(1, true).data, usage: twice })));
});

describe('an interruption', () => {
  it('comes before all that waits, and can not be taken back', () => {
    const past = [...running, added('p1'), added('p2', true)];
    given(sessionDecider, past).when({ kind: 'remove-prompt', sessionId, promptId: 'p2' }).thenRejected('prompt_sent');
    const ended = [
      ...past,
      fact('podium.session.v1.TurnEnded', { ...turnEnded(1, false).data, ending: TurnEnding.INTERRUPTED }),
    ];
    given(sessionDecider, ended).when(send('p1')).thenRejected('prompt_not_next');
    given(sessionDecider, ended).when(send('p2')).then(sent('p2', 2));
  });

  it('comes behind an earlier one, and breaks that one off too', () => {
    const past = [...running, added('p1'), added('p2', true), added('p3', true), turnEnded(1, false)];
    given(sessionDecider, past).when(send('p3')).thenRejected('prompt_not_next');
    const next = [...past, sent('p2', 2)];
    const state = next.reduce(
      (before: SessionState, each) => sessionDecider.evolve(before, { ...each, actor: 'user:ann' } as RecordedFact),
      sessionDecider.initialState,
    );
    expect('work' in state && isInterrupted(state.work)).toBe(true);
    given(sessionDecider, [...next, turnEnded(2, false)])
      .when(send('p3'))
      .then(sent('p3', 3));
  });

  it('lets nobody answer what the turn before has asked', () => {
    const asked = fact('podium.session.v1.PermissionAsked', {
      ...ids,
      gateId: 'g',
      action: 'bash',
      patterns: [],
      always: [],
    });
    given(sessionDecider, [...running, asked, added('p1', true), turnEnded(1, false)])
      .when({ kind: 'answer-permission', sessionId, gateId: 'g', answer: PermissionAnswer.ONCE })
      .thenRejected('gate_closed');
  });
});

describe('putting back', () => {
  it('is for sessions that have ended', () => {
    const revert = { kind: 'revert', sessionId, messageId: 'msg_1' } as const;
    given(sessionDecider, running).when(revert).thenRejected('session_active');
    given(sessionDecider, []).when(revert).thenRejected('session_not_found');
    const end = fact('podium.session.v1.SessionCompleted', { ...ids, summary: '', usage, outputChunks: 1 });
    given(sessionDecider, [...running, end])
      .when(revert)
      .then(fact('podium.session.v1.SessionReverted', { ...ids, messageId: 'msg_1' }));
  });
});

/** A session whose owners die between any two steps, and people who add, change and take back prompts meanwhile. */
class Trial {
  state: SessionState = sessionDecider.initialState;
  facts: NewFact[] = [];
  /** What the runtime has got. */
  readonly received: string[] = [];
  #owners = 0;

  constructor() {
    this.#write([queued, admitted, started]);
  }

  do(command: SessionCommand): boolean {
    const decision = sessionDecider.decide(this.state, command, { now: '2026-01-01T00:00:00.000Z', actor: 'user:ann' });
    if (isRejected(decision)) return false;
    this.#write(decision);
    return decision.length > 0;
  }

  /** One step of the runner as `Turns` takes it, and then perhaps its death. */
  runnerStep(dies: boolean): void {
    if (!('run' in this.state)) return;
    if (dies) this.do({ kind: 'take-over', sessionId, owner: `owner-${(this.#owners += 1)}` });
    const { work, run } = this.state;
    const { turn, prompts } = work;
    const own = { sessionId, owner: run.owner };
    if (turn && !turn.ended) {
      // Looks before it sends, and sees the answer only when the runtime has the prompt.
      if (!this.received.includes(run.runtimeMessageId)) this.received.push(run.runtimeMessageId);
      else
        this.do({
          ...endTurn(turn.number),
          ...own,
          how: prompts.some((p) => p.interrupt) ? 'interrupted' : 'completed',
        });
    } else if (prompts[0]) this.do({ ...send(prompts[0].id), ...own });
    else this.do({ ...complete, ...own });
  }

  #write(facts: readonly NewFact[]): void {
    for (const each of facts) {
      const version = this.facts.push(each);
      this.state = sessionDecider.evolve(this.state, { ...each, actor: 'user:ann', version } as RecordedFact);
    }
  }
}

describe('whatever people do and whenever owners die', () => {
  it.each(Array.from({ length: 200 }, (_, seed) => seed))('each prompt is sent once, in order (seed %d)', (seed) => {
    const random = randomOf(seed);
    const trial = new Trial();
    const expected: string[] = [];
    let added = 0;
    for (let round = 0; round < 60; round += 1) {
      const waiting = 'work' in trial.state ? trial.state.work.prompts : [];
      const any = waiting[Math.floor(random() * waiting.length)]?.id ?? 'none';
      const dice = random();
      if (dice < 0.2) trial.do(add(`p${(added += 1)}`, random() < 0.3));
      else if (dice < 0.3) trial.do({ kind: 'remove-prompt', sessionId, promptId: any });
      else if (dice < 0.45) {
        const position = Math.floor(random() * 5);
        trial.do({ kind: 'edit-prompt', sessionId, promptId: any, text: `Edited ${round}`, position });
      } else {
        const before = 'work' in trial.state ? trial.state.work : null;
        trial.runnerStep(random() < 0.3);
        const isNew = 'work' in trial.state && trial.state.work.turn?.number !== before?.turn?.number;
        if (isNew && before?.prompts[0]) expected.push(before.prompts[0].id);
      }
    }
    for (let step = 0; step < 1_000 && 'work' in trial.state; step += 1) {
      const before = trial.state.work;
      trial.runnerStep(random() < 0.3);
      const isNew = 'work' in trial.state && trial.state.work.turn?.number !== before.turn?.number;
      if (isNew && before.prompts[0]) expected.push(before.prompts[0].id);
    }
    const accepted = idsOf(trial.facts, 'podium.session.v1.PromptAdded');
    const takenBack = idsOf(trial.facts, 'podium.session.v1.PromptRemoved');
    expect(trial.state.kind).toBe('ended');
    expect(trial.received).toEqual(['msg_1', ...expected.map((id) => `msg_${id}`)]);
    expect(new Set(trial.received).size).toBe(trial.received.length);
    expect([...expected].sort()).toEqual(accepted.filter((id) => !takenBack.includes(id)).sort());
  });
});

function idsOf(facts: readonly NewFact[], type: 'podium.session.v1.PromptAdded' | 'podium.session.v1.PromptRemoved') {
  return facts.flatMap((each) => (each.type === type ? [each.data.promptId] : []));
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
