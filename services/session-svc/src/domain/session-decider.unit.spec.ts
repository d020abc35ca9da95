import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { FailureClass, SessionPhase, TurnEnding } from '@podium/proto';
import type { EndSession } from './commands.ts';
import { sessionDecider } from './session-decider.ts';

const sessionId = 's1';
const taskId = 't1';
const ids = { sessionId, taskId };
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 0, costUsd: 0.01 };
const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
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
  owner: 'a',
  runtimeSessionId: 'ses_1',
  runtimeMessageId: 'msg_1',
  model,
});
const takenOver = fact('podium.session.v1.SessionTakenOver', { ...ids, attempt: 1, owner: 'b' });
const stopping = fact('podium.session.v1.SessionStopping', { ...ids, reason: 'stopped' });
const running = [queued, admitted, started];

const queue = {
  kind: 'queue',
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'Add a README',
  prompt: 'Add a README',
  requestedBy: 'user:ann',
} as const;
const stop = { kind: 'stop', ...ids, reason: 'stopped' } as const;
const start = {
  kind: 'start',
  sessionId,
  owner: 'a',
  runtimeSessionId: 'ses_1',
  runtimeMessageId: 'msg_1',
  model,
} as const;

function end(owner: string, ending: EndSession['ending']) {
  return { kind: 'end', sessionId, owner, ending, tally: { usage, outputChunks: 7 } } as const;
}

function turnEnded(ending: TurnEnding, summary = '') {
  const turn = { turn: 1, ending, summary, usage, model, requestedBy: 'user:ann', last: true };
  return fact('podium.session.v1.TurnEnded', { ...ids, ...turn });
}

function cancelled(used: typeof usage, outputChunks: number) {
  return fact('podium.session.v1.SessionCancelled', { ...ids, reason: 'stopped', usage: used, outputChunks });
}

describe('queueing and admitting', () => {
  it('queues once', () => {
    given(sessionDecider, []).when(queue).then(queued);
    given(sessionDecider, [queued]).when(queue).thenNothing();
  });

  it('admits what is queued, once', () => {
    given(sessionDecider, [queued]).when({ kind: 'admit', sessionId }).then(admitted);
    given(sessionDecider, [queued, admitted]).when({ kind: 'admit', sessionId }).thenNothing();
  });
});

describe('starting', () => {
  it('needs a slot', () => {
    given(sessionDecider, [queued]).when(start).thenRejected('session_not_runnable');
    given(sessionDecider, [queued, admitted]).when(start).then(started);
  });

  it('counts each prompt that is sent anew', () =>
    given(sessionDecider, running)
      .when({ ...start, runtimeMessageId: 'msg_2' })
      .then(fact('podium.session.v1.SessionStarted', { ...started.data, attempt: 2, runtimeMessageId: 'msg_2' })));

  it('is refused to a runner that lost the session', () =>
    given(sessionDecider, [...running, takenOver])
      .when(start)
      .thenRejected('fenced'));

  it('is refused once a stop was asked for', () =>
    given(sessionDecider, [...running, stopping])
      .when(start)
      .thenRejected('session_not_runnable'));
});

describe('taking over', () => {
  it('fences off the earlier owner', () => {
    given(sessionDecider, running).when({ kind: 'take-over', sessionId, owner: 'b' }).then(takenOver);
    given(sessionDecider, [...running, takenOver])
      .when(end('a', { kind: 'completed', summary: '' }))
      .thenRejected('fenced');
  });

  it('also while the session is stopping', () =>
    given(sessionDecider, [...running, stopping])
      .when({ kind: 'take-over', sessionId, owner: 'b' })
      .then(takenOver));
});

describe('stopping', () => {
  it('cancels at once what does not run yet', () => {
    given(sessionDecider, [queued]).when(stop).then(cancelled(nothing, 0));
    given(sessionDecider, [queued, admitted]).when(stop).then(cancelled(nothing, 0));
  });

  it('asks the owner of what runs', () => {
    given(sessionDecider, running).when(stop).then(stopping);
    given(sessionDecider, [...running, stopping])
      .when(stop)
      .thenNothing();
  });

  it('is remembered when it overtakes the session', () => {
    given(sessionDecider, []).when(stop).then(stopping);
    given(sessionDecider, [stopping]).when(queue).then(queued, cancelled(nothing, 0));
  });

  it('is refused after the end', () =>
    given(sessionDecider, [queued, cancelled(nothing, 0)])
      .when(stop)
      .thenRejected('session_ended'));
});

describe('ending', () => {
  it('completes', () =>
    given(sessionDecider, running)
      .when(end('a', { kind: 'completed', summary: 'Done.' }))
      .then(
        turnEnded(TurnEnding.COMPLETED, 'Done.'),
        fact('podium.session.v1.SessionCompleted', { ...ids, summary: 'Done.', usage, outputChunks: 7 }),
      ));

  it('fails with its reason', () => {
    const failure = { reason: 'provider_auth', message: 'No key.', failureClass: FailureClass.NEEDS_PERSON };
    given(sessionDecider, running)
      .when(end('a', { kind: 'failed', ...failure }))
      .then(
        turnEnded(TurnEnding.FAILED),
        fact('podium.session.v1.SessionFailed', { ...ids, ...failure, usage, outputChunks: 7 }),
      );
  });

  it('may fail before it has an owner: the pod did not come', () => {
    const failure = { reason: 'pod_failed', message: 'No.', failureClass: FailureClass.TRANSIENT };
    given(sessionDecider, [queued, admitted])
      .when(end('anyone', { kind: 'failed', ...failure }))
      .then(fact('podium.session.v1.SessionFailed', { ...ids, ...failure, usage, outputChunks: 7 }));
  });

  it('is a cancellation where a stop was asked for, whatever the agent did meanwhile', () =>
    given(sessionDecider, [...running, stopping])
      .when(end('a', { kind: 'completed', summary: 'Done.' }))
      .then(turnEnded(TurnEnding.STOPPED), cancelled(usage, 7)));

  it('happens once', () =>
    given(sessionDecider, [...running, cancelled(usage, 7)])
      .when(end('a', { kind: 'completed', summary: 'Done.' }))
      .thenNothing());
});
