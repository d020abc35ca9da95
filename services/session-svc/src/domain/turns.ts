import type { Continuation, PromptOptions, RecordedFact, Usage } from '@podium/proto';
import { evolveTries, noTries, type Tries } from './tries.ts';
import { nothingUsed, sum } from './usage.ts';
import { evolveClock, stoppedClock, type WorkClock } from './work-clock.ts';

/** What a session is to do. It survives the end of a run: a retry goes on where the session was. */
export interface Work {
  readonly taskId: string;
  readonly title: string;
  /** What the session begins with. */
  readonly prompt: string;
  readonly options: PromptOptions | undefined;
  /** The earlier session that this one goes on with. */
  readonly continues: Continuation | undefined;
  /** Whose the session is, as an actor. */
  readonly requestedBy: string;
  /** Prompts that wait for the turns before them, in the order in which they will be sent. */
  readonly prompts: readonly QueuedPrompt[];
  /** Ids of all prompts that were ever added: none is taken twice. */
  readonly promptIds: readonly string[];
  /** The newest turn; null before the first prompt is sent. */
  readonly turn: Turn | null;
  /** What the turns before it used. */
  readonly spent: Usage;
  /** The conversation inside the runtime, once there is one. */
  readonly runtimeSessionId: string | null;
  /** The commit that the workspace was at when the newest turn began; empty before its first one, null where unknown. */
  readonly head: string | null;
  readonly tries: Tries;
  readonly clock: WorkClock;
}

/** What a person wants the agent to be told. */
export interface QueuedPrompt {
  readonly id: string;
  readonly text: string;
  readonly options: PromptOptions | undefined;
  /** Breaks off the turn that runs. */
  readonly interrupt: boolean;
  readonly requestedBy: string;
}

/** One prompt and its answer. */
export interface Turn {
  /** From 1. */
  readonly number: number;
  readonly prompt: Omit<QueuedPrompt, 'id' | 'interrupt'> & { readonly id: string | null };
  /** How often the prompt was sent: more than once where the answer was cut off. */
  readonly sendings: number;
  /** Its message inside the runtime, one for each sending. */
  readonly messageIds: readonly string[];
  /** Of these, those of tries of the session that are over. */
  readonly earlierSendings?: number;
  /** What answers that were cut off used. */
  readonly spent: Usage;
  /** Null while the agent answers. */
  readonly ended: { readonly summary: string } | null;
  /** The agent does not remember what was before: the runtime has lost the conversation. */
  readonly isAfterLoss: boolean;
}

type Fact<T extends RecordedFact['type']> = Extract<RecordedFact, { type: T }>;

export function workOf({ data }: Fact<'podium.session.v1.SessionQueued'>): Work {
  const { taskId, title, prompt, options, continues, requestedBy } = data;
  const nothingYet = { prompts: [], promptIds: [], turn: null, spent: nothingUsed, runtimeSessionId: null, head: null };
  return { taskId, title, prompt, options, continues, requestedBy, ...nothingYet, tries: noTries, clock: stoppedClock };
}

/** What the turns before used, and the one that runs. */
export function totalOf({ spent, turn }: Work, usage: Usage): Usage {
  return sum(turn ? sum(spent, turn.spent) : spent, usage);
}

/** Folds one fact into what a session is to do; the same object where it changes nothing. */
export function evolveWork(work: Work, fact: RecordedFact): Work {
  const next = evolveTurns(work, fact);
  const tries = evolveTries(work.tries, fact);
  const clock = evolveClock(work.clock, fact);
  return tries === work.tries && clock === work.clock ? next : { ...next, tries, clock };
}

function evolveTurns(work: Work, fact: RecordedFact): Work {
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted':
      return {
        ...work,
        runtimeSessionId: fact.data.runtimeSessionId,
        turn: sentAnew(work, fact),
        head: work.turn ? work.head : (fact.data.headCommit ?? null),
        prompts: work.turn ? work.prompts : uninterrupting(work.prompts),
      };
    case 'podium.session.v1.PromptAdded': {
      const { promptId: id, text, options, interrupt } = fact.data;
      const added = { id, text, options, interrupt, requestedBy: fact.actor };
      return { ...work, prompts: withPrompt(work.prompts, added), promptIds: [...work.promptIds, id] };
    }
    case 'podium.session.v1.PromptEdited':
      return { ...work, prompts: edited(work.prompts, fact) };
    case 'podium.session.v1.PromptRemoved':
      return { ...work, prompts: work.prompts.filter(({ id }) => id !== fact.data.promptId) };
    case 'podium.session.v1.PromptSent': {
      const { promptId, turn: number, runtimeMessageId } = fact.data;
      const prompt = work.prompts.find(({ id }) => id === promptId);
      if (!prompt) return work;
      const { id, text, options, requestedBy } = prompt;
      const turn = firstSending(number, { id, text, options, requestedBy }, runtimeMessageId, false);
      return { ...work, turn, prompts: work.prompts.filter((other) => other !== prompt) };
    }
    case 'podium.session.v1.SessionRetryScheduled': {
      const { turn } = work;
      if (!turn) return work;
      const spent = sum(turn.spent, fact.data.usage ?? nothingUsed);
      return { ...work, turn: { ...turn, spent, earlierSendings: turn.sendings } };
    }
    case 'podium.session.v1.TurnEnded': {
      const { summary, usage, commit } = fact.data;
      return {
        ...work,
        spent: sum(work.spent, usage ?? nothingUsed),
        head: commit?.hash ?? work.head,
        turn: work.turn && { ...work.turn, spent: nothingUsed, ended: { summary } },
      };
    }
    default:
      return work;
  }
}

/** Whether all was said: the session takes no more prompts and ends. */
export function isFinished({ prompts, turn }: Work): boolean {
  return Boolean(turn?.ended) && prompts.length === 0;
}

/** Whether the turn that runs is to be broken off. */
export function isInterrupted({ prompts, turn }: Work): boolean {
  return turn?.ended === null && prompts.some(({ interrupt }) => interrupt);
}

/**
 * Before what waits, and behind earlier interruptions: what people say stays in their order, and each interruption
 * breaks off the one before it, as it would if they had taken more time.
 */
function withPrompt(prompts: readonly QueuedPrompt[], added: QueuedPrompt): readonly QueuedPrompt[] {
  const place = added.interrupt ? prompts.filter(({ interrupt }) => interrupt).length : prompts.length;
  return [...prompts.slice(0, place), added, ...prompts.slice(place)];
}

/** Nothing runs yet that could be interrupted: these prompts wait like any other. */
function uninterrupting(prompts: readonly QueuedPrompt[]): readonly QueuedPrompt[] {
  return prompts.map((prompt) => (prompt.interrupt ? { ...prompt, interrupt: false } : prompt));
}

/** The prompt is sent for the first time, or again because its answer was cut off. */
function sentAnew(work: Work, { data }: Fact<'podium.session.v1.SessionStarted'>): Turn {
  const { turn, prompt: text, options, requestedBy } = work;
  const { runtimeMessageId } = data;
  const isAfterLoss = data.conversationLost === true;
  if (!turn) return firstSending(1, { id: null, text, options, requestedBy }, runtimeMessageId, isAfterLoss);
  const spent = data.cutOffUsage ? sum(turn.spent, data.cutOffUsage) : turn.spent;
  const messageIds = [...turn.messageIds, runtimeMessageId];
  return { ...turn, sendings: turn.sendings + 1, messageIds, spent, isAfterLoss: turn.isAfterLoss || isAfterLoss };
}

function firstSending(number: number, prompt: Turn['prompt'], messageId: string, isAfterLoss: boolean): Turn {
  return { number, prompt, sendings: 1, messageIds: [messageId], spent: nothingUsed, ended: null, isAfterLoss };
}

function edited(prompts: readonly QueuedPrompt[], { data }: Fact<'podium.session.v1.PromptEdited'>): QueuedPrompt[] {
  const { promptId, text, options, position } = data;
  const prompt = prompts.find(({ id }) => id === promptId);
  if (!prompt) return [...prompts];
  const after = { ...prompt, text: text ?? prompt.text, options: options ?? prompt.options };
  if (position === undefined) return prompts.map((other) => (other === prompt ? after : other));
  const others = prompts.filter((other) => other !== prompt);
  return [...others.slice(0, position), after, ...others.slice(position)];
}
