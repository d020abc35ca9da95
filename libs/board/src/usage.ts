import { projectIdOf, type Model, type RecordedFact, type Usage } from '@podium/proto';
import type { UsageView } from './session-view.ts';

/** What one prompt has used, or what a session has used beside its prompts. */
export interface UsageEntry extends UsageView {
  /** When it was told, RFC 3339. */
  at: string;
  /** Number of the prompt within its session, from 1; null for what belongs to none. */
  turn: number | null;
  /** Whose prompt it was, as an actor: `user:<id>`. */
  person: string;
  /** Null where no model had answered yet. */
  provider_id: string | null;
  model_id: string | null;
  /** Name of the model for people. */
  model_label: string | null;
}

/** What one session has used so far. */
export interface SessionUsage {
  session_id: string;
  project_id: string;
  task_id: string;
  /** Title of the task when it was executed. */
  title: string;
  /** Who executed it, as an actor. */
  person: string;
  /** The model that answers now. */
  model: UsedModel;
  /** Of the whole session, as its facts last told it; null before. */
  told: (UsageView & { at: string }) | null;
  /** What adds up to what the session has used: one for each turn, and the rest. */
  entries: UsageEntry[];
}

type UsedModel = Pick<UsageEntry, 'provider_id' | 'model_id' | 'model_label'>;

const noModel: UsedModel = { provider_id: null, model_id: null, model_label: null };

/** The session whose usage a fact tells something about; null for other facts. */
export function usageKeyOf(fact: RecordedFact): string | null {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
    case 'podium.session.v1.SessionStarted':
    case 'podium.session.v1.PromptSent':
    case 'podium.session.v1.TurnEnded':
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return fact.data.sessionId;
    default:
      return null;
  }
}

/**
 * Folds one fact into what a session has used.
 *
 * Turns tell what they used alone, and so do answers that were cut off or failed, which the turn of which they are a
 * part contains; ends tell what the whole session used. What the turns told is part of the whole: only what the whole
 * exceeds them by is counted beside them.
 */
export function foldSessionUsage(usage: SessionUsage | null, fact: RecordedFact): SessionUsage | null {
  if (fact.type === 'podium.session.v1.SessionQueued') return usage ?? begun(fact);
  if (!usage) return null;
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted': {
      const { model, cutOffUsage } = fact.data;
      return { ...(cutOffUsage ? withUsed(usage, cutOffUsage, fact.time) : usage), model: usedModel(model) };
    }
    case 'podium.session.v1.PromptSent':
      return { ...usage, model: usedModel(fact.data.model) };
    case 'podium.session.v1.TurnEnded':
      return withTurn(usage, fact);
    case 'podium.session.v1.SessionRetryScheduled':
      return withUsed(usage, fact.data.usage, fact.time);
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return withRest({ ...usage, told: { at: fact.time, ...viewOf(fact.data.usage) } });
    default:
      return usage;
  }
}

/** Tokens that a budget counts: read, written and served from a cache. */
export function tokensOf({ input_tokens, output_tokens, cached_tokens }: UsageView): number {
  return input_tokens + output_tokens + cached_tokens;
}

function begun(fact: Extract<RecordedFact, { type: 'podium.session.v1.SessionQueued' }>): SessionUsage {
  const { sessionId, taskId, title, requestedBy } = fact.data;
  return {
    session_id: sessionId,
    project_id: projectIdOf(fact),
    task_id: taskId,
    title,
    person: requestedBy,
    model: noModel,
    told: null,
    entries: [],
  };
}

function withTurn(
  usage: SessionUsage,
  { data, time }: Extract<RecordedFact, { type: 'podium.session.v1.TurnEnded' }>,
): SessionUsage {
  if (usage.entries.some(({ turn }) => turn === data.turn)) return usage;
  const entry = {
    at: time,
    turn: data.turn,
    person: data.requestedBy || usage.person,
    ...(data.model ? usedModel(data.model) : usage.model),
    ...viewOf(data.usage),
  };
  return withRest({ ...usage, entries: [...usage.entries, entry] });
}

/** Counts what was used by a part of a turn that goes on: the turn's own fact will contain it. */
function withUsed(usage: SessionUsage, used: Usage | undefined, time: string): SessionUsage {
  return withRest({ ...usage, told: { at: time, ...usage.entries.reduce(add, viewOf(used)) } });
}

/** Counts beside the turns what the session as a whole exceeds them by. */
function withRest(usage: SessionUsage): SessionUsage {
  const turns = usage.entries.filter(({ turn }) => turn !== null);
  const { told } = usage;
  if (!told) return { ...usage, entries: turns };
  const rest = turns.reduce<UsageView>(subtract, told);
  const { input_tokens, output_tokens, cached_tokens, cost_usd } = rest;
  if (input_tokens + output_tokens + cached_tokens === 0 && cost_usd < smallestCostUsd) {
    return { ...usage, entries: turns };
  }
  const entry = { at: told.at, turn: null, person: usage.person, ...usage.model };
  return { ...usage, entries: [...turns, { ...entry, input_tokens, output_tokens, cached_tokens, cost_usd }] };
}

/** Less than this is left over by the addition of binary fractions, not by a model. */
const smallestCostUsd = 1e-9;

function add(one: UsageView, other: UsageView): UsageView {
  return {
    input_tokens: one.input_tokens + other.input_tokens,
    output_tokens: one.output_tokens + other.output_tokens,
    cached_tokens: one.cached_tokens + other.cached_tokens,
    cost_usd: one.cost_usd + other.cost_usd,
  };
}

function subtract(whole: UsageView, part: UsageView): UsageView {
  return {
    input_tokens: Math.max(0, whole.input_tokens - part.input_tokens),
    output_tokens: Math.max(0, whole.output_tokens - part.output_tokens),
    cached_tokens: Math.max(0, whole.cached_tokens - part.cached_tokens),
    cost_usd: Math.max(0, whole.cost_usd - part.cost_usd),
  };
}

function viewOf(usage: Usage | undefined): UsageView {
  return {
    input_tokens: usage?.inputTokens ?? 0,
    output_tokens: usage?.outputTokens ?? 0,
    cached_tokens: usage?.cachedTokens ?? 0,
    cost_usd: usage?.costUsd ?? 0,
  };
}

function usedModel(model: Model | undefined): UsedModel {
  return model ? { provider_id: model.providerId, model_id: model.modelId, model_label: model.label } : noModel;
}
