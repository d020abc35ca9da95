import type { AssistantMessage, Message, Part } from './open-code-types.ts';

/** How far a conversation has come since one of its messages, subagents included. */
export interface RunProgress {
  /** Answers of the model. */
  readonly steps: number;
  /** Read and written, without those from a cache. */
  readonly tokens: number;
  readonly costUsd: number;
  /** When something last came of it, in epoch milliseconds; 0 where nothing has. */
  readonly lastSignMs: number;
}

/** What a follower lets others see of a conversation. */
export interface ProgressView {
  /** Number of messages so far, subagents' included. */
  readonly messageCount: number;
  /** How far the conversation has come since one of its messages; it takes a look at all of it. */
  progress(messageId: string): RunProgress;
}

/** What {@link progressSince} needs to know of a conversation. */
export interface KnownConversation {
  /** Of the conversation and of its subagents', in any order. */
  readonly messages: Iterable<Message['info']>;
  readonly parts: Iterable<Part>;
  /** When an event last told of something new, in epoch milliseconds. */
  readonly lastEventMs: number;
}

/**
 * Counted from what the runtime knows and not from what this process has seen, so that it is the same for whoever
 * takes over.
 * @param messageId the first message that counts; all do where the conversation does not have it.
 */
export function progressSince({ messages, parts, lastEventMs }: KnownConversation, messageId: string): RunProgress {
  const all = [...messages];
  const sinceMs = all.find(({ id }) => id === messageId)?.time.created ?? 0;
  const counted = all.filter(({ time }) => time.created >= sinceMs);
  const answers = counted.filter((info): info is AssistantMessage => info.role === 'assistant');
  const sum = (of: (answer: AssistantMessage) => number) => answers.reduce((total, answer) => total + of(answer), 0);
  const signs = [...counted.map(lastTimeOf), ...[...parts].map(lastTimeOfPart)];
  return {
    steps: answers.length,
    tokens: sum(({ tokens: { input, output, reasoning } }) => input + output + reasoning),
    costUsd: sum(({ cost }) => cost),
    lastSignMs: signs.reduce((last, ms) => Math.max(last, ms), lastEventMs),
  };
}

function lastTimeOf(info: Message['info']): number {
  return (info.role === 'assistant' ? info.time.completed : undefined) ?? info.time.created;
}

function lastTimeOfPart(part: Part): number {
  const time = part.type === 'tool' ? part.state.time : 'time' in part ? part.time : undefined;
  return time?.end ?? time?.start ?? 0;
}
