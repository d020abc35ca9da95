import { fact, isSame, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import { TurnEnding, type Usage } from '@podium/proto';
import type {
  AddPrompt,
  ConversationCommand,
  EditPrompt,
  EndTurn,
  RemovePrompt,
  RevertSession,
  SendPrompt,
} from './conversation-commands.ts';
import { fenced, notRunnable, sessionEnded, sessionNotFound } from './refusals.ts';
import type { Live, SessionState } from './session.ts';
import { isFinished, type QueuedPrompt, type Work } from './turns.ts';
import { sum } from './usage.ts';
import { workspaceNews, type WorkspaceLook } from './workspace-look.ts';

type Decision = readonly NewFact[] | Rejected;
type For<Command> = Command & { readonly sessionId: string };

/** Longest prompt, in UTF-16 units. Source: DESIGN, "The door". */
const promptLength = 50_000;
/** More waiting prompts than this are a mistake of a program. */
const mostPrompts = 100;

export function decideConversation(state: SessionState, command: For<ConversationCommand>): Decision {
  switch (command.kind) {
    case 'add-prompt':
      return addPrompt(state, command);
    case 'edit-prompt':
      return editPrompt(state, command);
    case 'remove-prompt':
      return removePrompt(state, command);
    case 'send-prompt':
      return sendPrompt(state, command);
    case 'end-turn':
      return endTurn(state, command);
    case 'revert':
      return revertSession(state, command);
    case 'unrevert':
      return state.kind === 'ended'
        ? [fact('podium.session.v1.SessionUnreverted', { sessionId: command.sessionId, taskId: state.taskId })]
        : activeOrUnknown(state);
  }
}

function addPrompt(state: SessionState, command: For<AddPrompt>): Decision {
  const work = openWork(state);
  if ('rejected' in work) return work;
  const problem = textProblem(command.text);
  if (problem) return problem;
  const { sessionId, promptId, text, options, interrupt } = command;
  if (work.promptIds.includes(promptId)) return [];
  if (work.prompts.length >= mostPrompts) {
    return reject('too_many_prompts', 'There are 100 prompts waiting already. Remove some first.');
  }
  return [
    fact('podium.session.v1.PromptAdded', {
      sessionId,
      taskId: work.taskId,
      promptId,
      text: text.trim(),
      ...(options ? { options } : {}),
      interrupt,
    }),
  ];
}

/** Only what differs becomes a fact. */
function editPrompt(state: SessionState, command: For<EditPrompt>): Decision {
  const found = waitingPrompt(state, command.promptId);
  if ('rejected' in found) return found;
  const { work, prompt } = found;
  const problem = command.text === undefined ? undefined : textProblem(command.text);
  if (problem) return problem;
  const text = changed(command.text?.trim(), prompt.text);
  const options = changed(command.options, prompt.options);
  const position = changed(placeFor(command.position, work), work.prompts.indexOf(prompt));
  if (text === undefined && options === undefined && position === undefined) return [];
  return [
    fact('podium.session.v1.PromptEdited', {
      sessionId: command.sessionId,
      taskId: work.taskId,
      promptId: prompt.id,
      ...(text === undefined ? {} : { text }),
      ...(options === undefined ? {} : { options }),
      ...(position === undefined ? {} : { position }),
    }),
  ];
}

function removePrompt(state: SessionState, { sessionId, promptId }: For<RemovePrompt>): Decision {
  const found = waitingPrompt(state, promptId);
  if ('rejected' in found) return found;
  return [fact('podium.session.v1.PromptRemoved', { sessionId, taskId: found.work.taskId, promptId })];
}

/** Written before the prompt is sent, so that whoever comes next knows what to look for inside the runtime. */
function sendPrompt(state: SessionState, command: For<SendPrompt>): Decision {
  if (state.kind !== 'running') return notRunnable(state);
  if (state.run.owner !== command.owner) return fenced();
  const { turn, prompts, taskId } = state.work;
  const { sessionId, promptId, runtimeMessageId, model } = command;
  if (!turn?.ended) return reject('turn_runs', 'The turn before has not ended.');
  if (prompts[0]?.id !== promptId) return reject('prompt_not_next', 'Another prompt comes first.');
  return [
    fact('podium.session.v1.PromptSent', {
      sessionId,
      taskId,
      promptId,
      turn: turn.number + 1,
      runtimeMessageId,
      model,
    }),
  ];
}

/** With nothing left to send the session takes no more prompts: what comes later is a session of its own. */
function endTurn(state: SessionState, command: For<EndTurn>): Decision {
  if (state.kind !== 'running') return notRunnable(state);
  if (state.run.owner !== command.owner) return fenced();
  if (state.work.turn?.number !== command.turn || state.work.turn.ended) return [];
  const how = command.how === 'completed' ? TurnEnding.COMPLETED : TurnEnding.INTERRUPTED;
  const last = state.work.prompts.length === 0;
  const { sessionId, summary, usage, workspace } = command;
  return [turnEnded(state, sessionId, { how, last, summary, usage, workspace })];
}

interface TurnEnd {
  readonly how: TurnEnding;
  readonly summary: string;
  readonly usage: Usage;
  readonly workspace?: WorkspaceLook | undefined;
}

/** What a session's end says of the turn that runs, if one does. */
export function lastTurnEnded(state: SessionState, sessionId: string, end: TurnEnd): readonly NewFact[] {
  if (!('work' in state) || !state.work.turn || state.work.turn.ended) return [];
  return [turnEnded(state, sessionId, { ...end, last: true })];
}

function turnEnded({ work }: Live, sessionId: string, end: TurnEnd & { readonly last: boolean }): NewFact {
  const { turn } = work;
  const promptId = turn?.prompt.id;
  return fact('podium.session.v1.TurnEnded', {
    sessionId,
    taskId: work.taskId,
    turn: turn?.number ?? 1,
    ...(promptId ? { promptId } : {}),
    ending: end.how,
    summary: end.summary,
    usage: turn ? sum(turn.spent, end.usage) : end.usage,
    model: work.tries.model,
    requestedBy: turn?.prompt.requestedBy ?? work.requestedBy,
    last: end.last,
    ...workspaceNews(work.head, end.workspace),
  });
}

function revertSession(state: SessionState, { sessionId, messageId }: For<RevertSession>): Decision {
  if (state.kind !== 'ended') return activeOrUnknown(state);
  return [fact('podium.session.v1.SessionReverted', { sessionId, taskId: state.taskId, messageId })];
}

function activeOrUnknown(state: Exclude<SessionState, { kind: 'ended' }>): Rejected {
  return state.kind === 'none'
    ? sessionNotFound()
    : reject('session_active', 'An agent works on this task. Stop it first.');
}

/** The work of a session that still takes prompts. */
function openWork(state: SessionState): Work | Rejected {
  if (state.kind === 'none') return sessionNotFound();
  if (state.kind === 'ended') return sessionEnded();
  if (state.kind === 'stopping' || isFinished(state.work)) {
    return reject('session_closing', 'The session is about to end. What you write now begins the next one.');
  }
  return state.work;
}

function waitingPrompt(state: SessionState, promptId: string): { work: Work; prompt: QueuedPrompt } | Rejected {
  if (state.kind === 'none') return sessionNotFound();
  if (state.kind === 'ended') return sessionEnded();
  const prompt = state.work.prompts.find(({ id }) => id === promptId);
  if (prompt && !prompt.interrupt) return { work: state.work, prompt };
  const isSent = prompt !== undefined || state.work.turn?.prompt.id === promptId;
  return isSent
    ? reject('prompt_sent', 'The agent has got this already.')
    : reject('prompt_not_found', 'There is no such prompt waiting.');
}

/** Nothing comes before a prompt that interrupts. */
function placeFor(position: number | undefined, { prompts }: Work): number | undefined {
  if (position === undefined) return undefined;
  const first = prompts.filter(({ interrupt }) => interrupt).length;
  return Math.max(first, Math.min(position, prompts.length - 1));
}

function textProblem(text: string): Rejected | undefined {
  const length = text.trim().length;
  if (length === 0) return reject('invalid', 'A prompt needs a text.');
  return length > promptLength ? reject('invalid', 'A prompt may have up to 50,000 characters.') : undefined;
}

function changed<T>(asked: T | undefined, current: T): T | undefined {
  return isSame(asked, current) ? undefined : asked;
}
