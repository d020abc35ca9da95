import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import { PermissionAnswer } from '@podium/proto';
import type { AnswerPermission, AnswerQuestion, AskPerson, CloseGate, TimeOutGate } from './commands.ts';
import type { GateState } from './gates.ts';
import { fenced, notRunnable } from './refusals.ts';
import type { SessionState } from './session.ts';

type Decision = readonly NewFact[] | Rejected;
type For<Command> = Command & { readonly sessionId: string };

const feedbackLength = 10_000;
const answerLength = 10_000;

/** Asked once; a session that is being stopped, or whose turn has ended, asks nothing any more. */
export function askPerson(state: SessionState, command: For<AskPerson>): Decision {
  if (state.kind !== 'running') return notRunnable(state);
  if (state.run.owner !== command.owner) return fenced();
  if (state.work.turn?.ended) return reject('turn_ended', 'The turn that asks this has ended.');
  if (state.run.gates.has(command.gateId)) return [];
  const { sessionId, gateId, gate } = command;
  const ids = { sessionId, taskId: state.work.taskId, gateId };
  if (gate.kind === 'question') {
    return [fact('podium.session.v1.QuestionAsked', { ...ids, questions: [...gate.questions] })];
  }
  const { action, patterns, always, tool, command: line, diff, truncated } = gate;
  return [
    fact('podium.session.v1.PermissionAsked', {
      ...ids,
      action,
      patterns: [...patterns],
      always: [...always],
      ...(tool === undefined ? {} : { tool }),
      ...(line === undefined ? {} : { command: line }),
      ...(diff === undefined ? {} : { diff }),
      ...(truncated ? { truncated } : {}),
    }),
  ];
}

/** The first answer counts; everybody else learns that it was given. */
export function answerPermission(state: SessionState, command: For<AnswerPermission>): Decision {
  const gate = openGate(state, command.gateId);
  if ('rejected' in gate) return gate;
  if (gate.kind !== 'permission')
    return reject('invalid', 'This waits for answers to questions, not for a permission.');
  if (command.answer === PermissionAnswer.UNSPECIFIED) return reject('invalid', 'An answer is missing.');
  const feedback = command.feedback?.trim();
  if (feedback && command.answer !== PermissionAnswer.REJECT) {
    return reject('invalid', 'Feedback goes with a refusal only.');
  }
  if (feedback && feedback.length > feedbackLength)
    return reject('invalid', 'Feedback may have up to 10,000 characters.');
  return [
    fact('podium.session.v1.PermissionAnswered', {
      sessionId: command.sessionId,
      taskId: gate.taskId,
      gateId: command.gateId,
      answer: command.answer,
      ...(feedback ? { feedback } : {}),
      ...(command.answer === PermissionAnswer.ALWAYS
        ? { allows: { action: gate.action, patterns: [...gate.always] } }
        : {}),
    }),
  ];
}

/** Every question needs its answer; the first set of answers counts. */
export function answerQuestion(state: SessionState, command: For<AnswerQuestion>): Decision {
  const gate = openGate(state, command.gateId);
  if ('rejected' in gate) return gate;
  if (gate.kind !== 'question') return reject('invalid', 'This waits for a permission, not for answers.');
  const answers = command.answers.map(({ choices }) => ({
    choices: choices.map((choice) => choice.trim()).filter(Boolean),
  }));
  if (answers.length !== gate.questions || answers.some(({ choices }) => choices.length === 0)) {
    return reject('invalid', 'Every question needs an answer.');
  }
  if (answers.some(({ choices }) => choices.join().length > answerLength)) {
    return reject('invalid', 'An answer may have up to 10,000 characters.');
  }
  const { sessionId, gateId } = command;
  return [fact('podium.session.v1.QuestionAnswered', { sessionId, taskId: gate.taskId, gateId, answers })];
}

/** Only what is still open needs closing. */
export function closeGate(state: SessionState, command: For<CloseGate>): Decision {
  if (!('run' in state)) return [];
  if (state.run.owner !== command.owner) return fenced();
  const { sessionId, gateId } = command;
  const gate = state.run.gates.get(gateId);
  if (!gate || gate.closed) return [];
  return [fact('podium.session.v1.GateClosed', { sessionId, taskId: state.work.taskId, gateId, reason: 'withdrawn' })];
}

/** The agent is told that nobody answers, and goes on alone. What was settled meanwhile stays as it is. */
export function timeOutGate(state: SessionState, { sessionId, gateId }: For<TimeOutGate>): Decision {
  const gate = openGate(state, gateId);
  if ('rejected' in gate) return [];
  return [fact('podium.session.v1.GateClosed', { sessionId, taskId: gate.taskId, gateId, reason: 'timed_out' })];
}

function openGate(state: SessionState, gateId: string): (GateState & { readonly taskId: string }) | Rejected {
  if (state.kind !== 'running') return reject('gate_closed', 'The session does not wait for an answer any more.');
  const gate = state.run.gates.get(gateId);
  if (!gate) return reject('gate_not_found', 'The session has not asked this.');
  if (gate.answer) return reject('gate_closed', 'Someone has answered this already.');
  if (gate.closed) return reject('gate_closed', 'The agent does not wait for this any more.');
  return { ...gate, taskId: state.work.taskId };
}
