import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { FailureClass, FileChange, SessionPhase, TurnEnding, type MessageTypes } from '@podium/proto';
import { sessionDecider } from './session-decider.ts';

const sessionId = 's1';
const ids = { sessionId, taskId: 't1' };
const owner = 'a';
const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };
const model = { providerId: 'p', modelId: 'm', label: 'M', scripted: false };
const nothing = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
const [before, after, later] = ['1', '2', '3'].map((digit) => ({ hash: digit.repeat(40), subject: `Commit ${digit}` }));
const changes = {
  files: [{ path: 'a', change: FileChange.ADDED, additions: 1, deletions: 0 }],
  totalFiles: 1,
  additions: 1,
  deletions: 0,
};

const queued = fact('podium.session.v1.SessionQueued', {
  ...ids,
  phase: SessionPhase.IMPLEMENTATION,
  title: 'A task',
  prompt: 'A task',
  requestedBy: 'user:ann',
});
const admitted = fact('podium.session.v1.SessionAdmitted', ids);
const startedAt = (headCommit: string | undefined, attempt = 1) =>
  fact('podium.session.v1.SessionStarted', {
    ...ids,
    attempt,
    owner,
    runtimeSessionId: 'ses_1',
    runtimeMessageId: `msg_${attempt}`,
    model,
    ...(headCommit === undefined ? {} : { headCommit }),
  });
const runningAt = (headCommit: string | undefined) => [queued, admitted, startedAt(headCommit)];
const add = fact('podium.session.v1.PromptAdded', { ...ids, promptId: 'p1', text: 'More', interrupt: false });
const send = fact('podium.session.v1.PromptSent', {
  ...ids,
  promptId: 'p1',
  turn: 2,
  runtimeMessageId: 'msg_9',
  model,
});

type Ended = MessageTypes['podium.session.v1.TurnEnded'];
const ended = (news: Pick<Ended, 'commit' | 'changes'>, more: Partial<Ended> = {}) =>
  fact('podium.session.v1.TurnEnded', {
    ...ids,
    turn: 1,
    ending: TurnEnding.COMPLETED,
    summary: 'Done.',
    usage,
    model,
    requestedBy: 'user:ann',
    last: true,
    ...more,
    ...news,
  });
const end = { kind: 'end-turn', sessionId, owner, turn: 1, how: 'completed', summary: 'Done.', usage } as const;

describe('the end of a turn', () => {
  it('tells the commit that the workspace is at, if it is another one than before', () => {
    given(sessionDecider, runningAt(before?.hash))
      .when({ ...end, workspace: { head: after, changes } })
      .then(ended({ commit: after, changes }));
    given(sessionDecider, runningAt(before?.hash))
      .when({ ...end, workspace: { head: before, changes } })
      .then(ended({ changes }));
    given(sessionDecider, runningAt(''))
      .when({ ...end, workspace: { head: after } })
      .then(ended({ commit: after }));
  });

  it('tells none where nobody knows what was before, or is now', () => {
    given(sessionDecider, runningAt(undefined))
      .when({ ...end, workspace: { head: after } })
      .then(ended({}));
    given(sessionDecider, runningAt(before?.hash)).when(end).then(ended({}));
  });

  it('compares with the end of the turn before', () => {
    const past = [...runningAt(before?.hash), add, ended({ commit: after }, { last: false }), send];
    const second = { turn: 2, promptId: 'p1', requestedBy: 'user:tester' };
    given(sessionDecider, past)
      .when({ ...end, turn: 2, workspace: { head: after } })
      .then(ended({}, second));
    given(sessionDecider, past)
      .when({ ...end, turn: 2, workspace: { head: later } })
      .then(ended({ commit: later }, second));
  });

  it('compares with the first sending of its prompt, where that was cut off', () => {
    given(sessionDecider, [...runningAt(before?.hash), startedAt(after?.hash, 2)])
      .when({ ...end, workspace: { head: after } })
      .then(ended({ commit: after }));
  });

  it('tells it also where the session fails', () => {
    const failure = { reason: 'provider_auth', message: 'No key.', failureClass: FailureClass.PERMANENT };
    given(sessionDecider, runningAt(before?.hash))
      .when({
        kind: 'end',
        sessionId,
        owner,
        ending: { kind: 'failed', ...failure },
        tally: { usage: nothing, outputChunks: 1 },
        workspace: { head: after, changes },
      })
      .then(
        ended({ commit: after, changes }, { ending: TurnEnding.FAILED, summary: '', usage: nothing }),
        fact('podium.session.v1.SessionFailed', { ...ids, ...failure, usage: nothing, outputChunks: 1 }),
      );
  });
});
