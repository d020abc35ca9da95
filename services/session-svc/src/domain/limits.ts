/** How much one session may take. 0: no limit. */
export interface SessionLimits {
  readonly minutes: number;
  readonly idleMinutes: number;
  readonly steps: number;
  /** Read and written, without those from a cache. */
  readonly tokens: number;
  readonly costUsd: number;
}

/** What a session has taken until now. */
export interface Consumption {
  readonly workedMs: number;
  /** Since the last sign of progress; 0 while the agent waits for a person. */
  readonly idleMs: number;
  readonly steps: number;
  readonly tokens: number;
  readonly costUsd: number;
}

/** A limit that was exceeded, as facts say it. */
export interface Excess {
  readonly reason: 'limit_time' | 'limit_idle' | 'limit_steps' | 'limit_tokens' | 'limit_cost';
  /** One sentence for a person, and another one that says what to do. */
  readonly message: string;
}

const remedy = 'Raise the limit, and it goes on where it was.';

const minuteMs = 60_000;

/** The first limit that a session is over, if any. */
export function excessOf(limits: SessionLimits, used: Consumption): Excess | undefined {
  const { minutes, idleMinutes, steps, tokens, costUsd } = limits;
  if (isOver(used.steps, steps)) {
    return excess(
      'limit_steps',
      `The agent has taken ${used.steps} steps; ${steps === 1 ? '1 is' : `${steps} are`} allowed.`,
    );
  }
  if (isOver(used.tokens, tokens)) {
    return excess('limit_tokens', `The agent has used ${count(used.tokens)} tokens; ${count(tokens)} are allowed.`);
  }
  if (isOver(used.costUsd, costUsd)) {
    return excess('limit_cost', `The agent has cost ${dollars(used.costUsd)}; ${dollars(costUsd)} are allowed.`);
  }
  if (isOver(used.workedMs, minutes * minuteMs)) {
    return excess('limit_time', `The agent has worked for more than ${inMinutes(minutes)}.`);
  }
  if (isOver(used.idleMs, idleMinutes * minuteMs)) {
    return excess('limit_idle', `The agent has not made any progress for ${inMinutes(idleMinutes)}.`);
  }
  return undefined;
}

function isOver(used: number, limit: number): boolean {
  return limit > 0 && used > limit;
}

function excess(reason: Excess['reason'], sentence: string): Excess {
  return { reason, message: `${sentence} ${remedy}` };
}

function inMinutes(minutes: number): string {
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}
