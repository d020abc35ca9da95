import type { StoryEntry, TaskStatusName } from '@podium/board';
import { statusLabels } from '../../lib/board/statuses.ts';

export interface WhyChain {
  /** One or two sentences. */
  text: string;
  /** From what began it to what put the card where it is. */
  chain: readonly StoryEntry[];
}

/** What puts a card into a column. */
const turns = new Set([
  'podium.task.v1.TaskCreated',
  'podium.task.v1.TaskMoved',
  'podium.task.v1.TaskExecutionStarted',
  'podium.task.v1.TaskExecutionCompleted',
  'podium.task.v1.TaskExecutionFailed',
  'podium.task.v1.TaskExecutionStopped',
]);

/** Why a card is where it is; null while its story does not say. @param awaited what it waits for now, in a sentence */
export function whyChain(entries: readonly StoryEntry[], awaited: string | null = null): WhyChain | null {
  const turn = entries.findLast(isTurn);
  if (!turn) return null;
  const chain = causesOf(turn, entries);
  const sentences = [reason(turn, chain, entries), origin(turn, chain[0]), awaited, wait(entries)];
  return { text: sentences.filter(Boolean).join(' '), chain };
}

/** Moves within a column leave the card where it was. */
function isTurn(entry: StoryEntry): boolean {
  return (
    entry.kind === 'fact' && turns.has(entry.type) && !(entry.details.from && entry.details.from === entry.details.to)
  );
}

function causesOf(turn: StoryEntry, entries: readonly StoryEntry[]): StoryEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const chain = [turn];
  for (let cause = causeOf(turn, byId); cause && !chain.includes(cause); cause = causeOf(cause, byId)) {
    chain.unshift(cause);
  }
  return chain;
}

function causeOf(entry: StoryEntry, byId: ReadonlyMap<string, StoryEntry>): StoryEntry | undefined {
  return entry.cause ? byId.get(entry.cause.id) : undefined;
}

function reason(turn: StoryEntry, chain: readonly StoryEntry[], entries: readonly StoryEntry[]): string {
  const { name } = turn.actor;
  switch (nameOf(turn)) {
    case 'TaskCreated':
      return `It is in To do since ${name} created it.`;
    case 'TaskMoved':
      return `It is in ${column(turn.details.to)} because ${name} moved it there from ${column(turn.details.from)}.`;
    case 'TaskExecutionStarted':
      return `It is in progress because ${progress(entries)}.`;
    case 'TaskExecutionCompleted':
      return `It is in ${column(turn.details.to)} because the agent finished its work.`;
    case 'TaskExecutionFailed':
      return `It is back in ${column(turn.details.to)} because the agent failed: ${sentence(turn.details.message)}`;
    case 'TaskExecutionStopped':
      return `It is back in ${column(turn.details.to)} because ${stopper(chain)}.`;
    default:
      return sentence(turn.title);
  }
}

/** How far its session has come: an agent has it only once that was started. */
function progress(entries: readonly StoryEntry[]): string {
  const last = entries.findLast((entry) => nameOf(entry) in stages);
  return (last && stages[nameOf(last)]) ?? 'an agent has it';
}

const stages: Readonly<Record<string, string>> = {
  TaskExecutionStarted: 'its session is about to be queued',
  SessionQueued: 'its session waits in the queue',
  SessionRequeued: 'its session is back in the queue',
  SessionAdmitted: 'its session has a slot, and its pod is being made ready',
  SessionStarted: 'an agent has it',
  SessionRetryScheduled: 'an agent failed, and it is tried again',
  SessionStopping: 'its agent is being stopped',
};

function origin(turn: StoryEntry, first: StoryEntry | undefined): string {
  const executed = first && nameOf(first) === 'TaskExecutionStarted';
  if (!executed) return '';
  return first === turn ? `${first.actor.name} executed it.` : `That began when ${first.actor.name} executed it.`;
}

/** What an agent waits for, if the newest thing that it asked is still open. */
function wait(entries: readonly StoryEntry[]): string {
  const last = entries.findLast((entry) => /(Asked|Answered|GateClosed)$/.test(entry.type) || isTurn(entry));
  return last && /Asked$/.test(last.type) ? `Now it waits for a person: ${sentence(last.title)}` : '';
}

function stopper(chain: readonly StoryEntry[]): string {
  const stopping = chain.find((entry) => nameOf(entry) === 'SessionStopping');
  return stopping?.actor.kind === 'person' ? `${stopping.actor.name} stopped the agent` : 'the work was stopped';
}

function nameOf({ type }: StoryEntry): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

function column(status: unknown): string {
  return statusLabels[status as TaskStatusName] ?? String(status);
}

function sentence(text: unknown): string {
  const words = String(text).trim();
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}
