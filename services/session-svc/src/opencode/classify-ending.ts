import { parsedJson } from '@podium/board';
import type { AssistantMessage, Message, MessageError, SessionStatus } from './open-code-types.ts';

/** Whether it helps to try again: by itself, never, or once a person has changed something (a key, a quota). */
export type FailureClass = 'transient' | 'permanent' | 'needs-person';

/**
 * How a run ended.
 *
 * - `running`: not finished yet, or not yet certain.
 * - `not_started`: OpenCode does not have the prompt; it can be sent.
 * - `interrupted`: the server died under the run; a continuation can be sent.
 * - `truncated`: the model hit its output limit. `rejected`: a person rejected what the run asked for.
 */
export type RunEnding =
  | { readonly kind: 'running' }
  | { readonly kind: 'completed' }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string; readonly class: FailureClass }
  | { readonly kind: 'aborted' | 'interrupted' | 'truncated' | 'rejected' | 'not_started' };

export interface RunSnapshot {
  readonly status: SessionStatus;
  /** How long the session has been seen idle, 0 while it is not. */
  readonly idleForMs: number;
  /** Whether OpenCode has our user message. */
  readonly hasPrompt: boolean;
  /** The run's assistant messages, oldest first. */
  readonly messages: readonly Message<AssistantMessage>[];
  /** The last `session.error` seen: the only trace of a prompt that names an unknown agent. */
  readonly sessionError?: MessageError;
}

/** Idle is announced before the last message is finalised: 25-600 ms, once over 800 ms under load. */
export const finalisationMs = 5_000;
/** A prompt is accepted up to a second or two before the session is busy. */
export const startMs = 10_000;
const errorSettlingMs = 1_000;

/** Says how a run ended, by the rules of the API and never by guessing. Pure. */
export function classifyEnding(run: RunSnapshot): RunEnding {
  if (run.status.type !== 'idle') return { kind: 'running' };
  const last = run.messages.at(-1);
  if (!last) return withoutAnswer(run);
  const { info } = last;
  if (info.error) return info.time.completed === undefined ? settle(run, failureOf(info.error)) : failureOf(info.error);
  if (info.time.completed === undefined) return settle(run, { kind: 'interrupted' });
  return finished(last, run);
}

function withoutAnswer(run: RunSnapshot): RunEnding {
  if (run.sessionError && run.idleForMs >= errorSettlingMs) return failureOf(run.sessionError);
  if (run.idleForMs < startMs) return { kind: 'running' };
  return { kind: run.hasPrompt ? 'interrupted' : 'not_started' };
}

function settle(run: RunSnapshot, ending: RunEnding): RunEnding {
  return run.idleForMs >= finalisationMs ? ending : { kind: 'running' };
}

function finished(last: Message<AssistantMessage>, run: RunSnapshot): RunEnding {
  switch (last.info.finish) {
    case 'stop':
      return { kind: 'completed' };
    case 'length':
      return { kind: 'truncated' };
    case 'tool-calls':
      return wasRejected(last) ? { kind: 'rejected' } : settle(run, { kind: 'interrupted' });
    // Aborted while it waited for the next try at the provider.
    case undefined:
      return { kind: 'aborted' };
    case 'content-filter':
      return failed('content_filter', 'The provider withheld the answer (content filter).', 'permanent');
    default:
      return failed('unknown_finish', `The model stopped for an unknown reason: ${last.info.finish}`, 'transient');
  }
}

/** Between two steps a dead server leaves the same traces as a rejection, except for the tool's own error. */
function wasRejected(message: Message<AssistantMessage>): boolean {
  return message.parts.some(
    (part) =>
      part.type === 'tool' && part.state.status === 'error' && /rejected|dismissed/i.test(part.state.error ?? ''),
  );
}

/** The ending that an error of OpenCode stands for. */
export function failureOf(error: MessageError): RunEnding {
  const message = wordsIn(error.data?.message ?? error.name).split('\n')[0] ?? error.name;
  switch (error.name) {
    case 'MessageAbortedError':
      return { kind: 'aborted' };
    case 'MessageOutputLengthError':
      return { kind: 'truncated' };
    case 'ProviderAuthError':
      return failed('provider_auth', message, 'needs-person');
    case 'ProviderModelNotFoundError':
      return failed('model_unknown', message, 'needs-person');
    case 'ContextOverflowError':
      return failed('context_overflow', message, 'permanent');
    case 'APIError':
      return providerFailure(error, message);
    case 'UnknownError':
      return unknownFailure(message);
    default:
      return failed(error.name, message, 'permanent');
  }
}

/** What a provider says in the middle of a stream OpenCode hands on as it came: an object of JSON, with words for people in it. */
function wordsIn(message: string): string {
  if (!message.trimStart().startsWith('{')) return message;
  const told = parsedJson(message);
  if (!isRecord(told)) return message;
  const inner = isRecord(told['error']) ? told['error'] : told;
  return typeof inner['message'] === 'string' && inner['message'].trim() !== '' ? inner['message'] : message;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What OpenCode and its provider libraries say without a status. */
function unknownFailure(message: string): RunEnding {
  if (/^model not found/i.test(message)) return failed('model_unknown', message, 'needs-person');
  if (/^agent not found/i.test(message)) return failed('agent_unknown', message, 'needs-person');
  if (/api[- ]?key is missing|missing api[- ]?key|no api[- ]?key/i.test(message)) {
    return failed('provider_auth', message, 'needs-person');
  }
  // Its own database could not be written. It does not say why; this is what it nearly always is.
  if (/SqlError|ENOSPC|no space left|disk is full/i.test(message)) {
    const words = `The agent's runtime could not write its files: is the disk of the workspace full? (${message})`;
    return failed('runtime_storage', words, 'transient');
  }
  if (/^(?:json parsing|type validation) failed/i.test(message)) {
    return failed('provider_answer_broken', `The model’s answer could not be read. ${message}`, 'transient');
  }
  return failed('unknown', message, /not found|unsupported|invalid/i.test(message) ? 'permanent' : 'transient');
}

function providerFailure(error: MessageError, message: string): RunEnding {
  const status = error.data?.statusCode;
  const text = `${message} ${error.data?.responseBody ?? ''}`;
  if (status === 401 || status === 403) return failed('provider_auth', message, 'needs-person');
  if (status === 402 || /insufficient_quota|insufficient (?:credit|balance|funds)|billing|credit balance/i.test(text)) {
    return failed('provider_quota', message, 'needs-person');
  }
  if (status === 404 && /model/i.test(text)) return failed('model_unknown', message, 'needs-person');
  if (status === 429) return failed('provider_rate_limit', message, 'transient');
  const transient = error.data?.isRetryable === true || status === undefined || status >= 500;
  return failed(
    status === undefined ? 'provider_error' : `provider_${status}`,
    message,
    transient ? 'transient' : 'permanent',
  );
}

function failed(reason: string, message: string, failureClass: FailureClass): RunEnding {
  return { kind: 'failed', reason, message, class: failureClass };
}
