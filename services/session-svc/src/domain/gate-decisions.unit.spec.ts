import { describe, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { given } from '@podium/event-sourcing/testing';
import { PermissionAnswer, SessionPhase, TurnEnding } from '@podium/proto';
import type { SessionCommand } from './commands.ts';
import { sessionDecider } from './session-decider.ts';

const sessionId = 's1';
const taskId = 't1';
const ids = { sessionId, taskId };
const gate = { ...ids, gateId: 'g1' };
const model = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo', scripted: true };
const question = { header: 'Colour', text: 'Which colour?', options: [], multiple: false, custom: true };

const started = fact('podium.session.v1.SessionStarted', {
  ...ids,
  attempt: 1,
  owner: 'a',
  runtimeSessionId: 'ses_1',
  runtimeMessageId: 'msg_1',
  model,
});
const running = [
  fact('podium.session.v1.SessionQueued', {
    ...ids,
    phase: SessionPhase.IMPLEMENTATION,
    title: 'A',
    prompt: 'A',
    requestedBy: 'user:ann',
  }),
  fact('podium.session.v1.SessionAdmitted', ids),
  started,
];
const permissionAsked = fact('podium.session.v1.PermissionAsked', {
  ...gate,
  action: 'bash',
  patterns: ['npm test'],
  always: ['npm *'],
});
const questionAsked = fact('podium.session.v1.QuestionAsked', { ...gate, questions: [question] });
const stopping = fact('podium.session.v1.SessionStopping', { ...ids, reason: 'stopped' });
const closed = fact('podium.session.v1.GateClosed', { ...gate, reason: 'withdrawn' });

const ask = {
  kind: 'ask',
  sessionId,
  owner: 'a',
  gateId: 'g1',
  gate: { kind: 'permission', action: 'bash', patterns: ['npm test'], always: ['npm *'] },
} as const;
const allow = { kind: 'answer-permission', sessionId, gateId: 'g1', answer: PermissionAnswer.ONCE } as const;
const allowed = fact('podium.session.v1.PermissionAnswered', { ...gate, answer: PermissionAnswer.ONCE });
const answer: SessionCommand = {
  kind: 'answer-question',
  sessionId,
  gateId: 'g1',
  answers: [{ choices: [' Blue ', ''] }],
};
const answered = fact('podium.session.v1.QuestionAnswered', { ...gate, answers: [{ choices: ['Blue'] }] });

it('a permission is asked for with all that is known of it', () => {
  const context = {
    tool: { name: 'bash', title: 'bash: npm test' },
    command: 'npm test',
    diff: '+a',
    truncated: true,
  } as const;
  given(sessionDecider, running)
    .when({ ...ask, gate: { ...ask.gate, ...context } })
    .then(fact('podium.session.v1.PermissionAsked', { ...permissionAsked.data, ...context }));
});

describe('asking', () => {
  it('is a fact, once', () => {
    given(sessionDecider, running).when(ask).then(permissionAsked);
    given(sessionDecider, [...running, permissionAsked])
      .when(ask)
      .thenNothing();
    given(sessionDecider, running)
      .when({ ...ask, gate: { kind: 'question', questions: [question] } })
      .then(questionAsked);
  });

  it('is for the owner of a session that is not being stopped', () => {
    given(sessionDecider, running)
      .when({ ...ask, owner: 'b' })
      .thenRejected('fenced');
    given(sessionDecider, [...running, stopping])
      .when(ask)
      .thenRejected('session_not_runnable');
  });

  it('comes too late once the turn has ended', () => {
    const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };
    const turn = { turn: 1, ending: TurnEnding.INTERRUPTED, summary: '', usage, model, requestedBy: 'user:ann' };
    const prompt = { ...ids, promptId: 'p1', text: 'No, this', interrupt: true };
    given(sessionDecider, [
      ...running,
      fact('podium.session.v1.PromptAdded', prompt),
      fact('podium.session.v1.TurnEnded', { ...ids, ...turn, last: false }),
    ])
      .when(ask)
      .thenRejected('turn_ended');
  });
});

describe('answering', () => {
  it('takes the first answer only', () => {
    given(sessionDecider, [...running, permissionAsked])
      .when(allow)
      .then(allowed);
    given(sessionDecider, [...running, permissionAsked, allowed])
      .when(allow)
      .thenRejected('gate_closed');
    given(sessionDecider, [...running, questionAsked])
      .when(answer)
      .then(answered);
    given(sessionDecider, [...running, questionAsked, answered])
      .when(answer)
      .thenRejected('gate_closed');
  });

  it('says what "always" allows', () => {
    given(sessionDecider, [...running, permissionAsked])
      .when({ ...allow, answer: PermissionAnswer.ALWAYS })
      .then(
        fact('podium.session.v1.PermissionAnswered', {
          ...gate,
          answer: PermissionAnswer.ALWAYS,
          allows: { action: 'bash', patterns: ['npm *'] },
        }),
      );
  });

  it('keeps the feedback of a refusal', () => {
    const refuse = { ...allow, answer: PermissionAnswer.REJECT, feedback: ' Use pnpm. ' };
    given(sessionDecider, [...running, permissionAsked])
      .when(refuse)
      .then(
        fact('podium.session.v1.PermissionAnswered', {
          ...gate,
          answer: PermissionAnswer.REJECT,
          feedback: 'Use pnpm.',
        }),
      );
    given(sessionDecider, [...running, permissionAsked])
      .when({ ...allow, feedback: 'But why?' })
      .thenRejected('invalid');
  });

  it('comes too late after a stop, a withdrawal or a new attempt', () => {
    given(sessionDecider, [...running, permissionAsked, stopping])
      .when(allow)
      .thenRejected('gate_closed');
    given(sessionDecider, [...running, permissionAsked, closed])
      .when(allow)
      .thenRejected('gate_closed');
    given(sessionDecider, [...running, permissionAsked, started])
      .when(allow)
      .thenRejected('gate_not_found');
  });

  it('fits what was asked', () => {
    given(sessionDecider, [...running, questionAsked])
      .when(allow)
      .thenRejected('invalid');
    given(sessionDecider, [...running, permissionAsked])
      .when(answer)
      .thenRejected('invalid');
    given(sessionDecider, [...running, questionAsked])
      .when({ ...answer, answers: [] })
      .thenRejected('invalid');
    given(sessionDecider, [...running, questionAsked])
      .when({ ...answer, answers: [{ choices: [' '] }] })
      .thenRejected('invalid');
    given(sessionDecider, running).when(allow).thenRejected('gate_not_found');
  });
});

describe('closing', () => {
  const close = { kind: 'close-gate', sessionId, owner: 'a', gateId: 'g1' } as const;

  it('closes what nobody answered, and nothing else', () => {
    given(sessionDecider, [...running, permissionAsked])
      .when(close)
      .then(closed);
    given(sessionDecider, [...running, permissionAsked, allowed])
      .when(close)
      .thenNothing();
    given(sessionDecider, running).when(close).thenNothing();
  });
});
