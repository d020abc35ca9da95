import type { SessionLimits } from '@podium/proto';

/** More than this nobody can mean. */
const greatest = {
  minutes: 7 * 24 * 60,
  idleMinutes: 7 * 24 * 60,
  steps: 100_000,
  tokens: 1e12,
  costUsd: 1_000_000,
} as const satisfies SessionLimits;

/** Gates wait for a week at most, or for ever. */
const longestGateTimeoutMinutes = 7 * 24 * 60;

/** A sentence for a person where limits can't be ones. 0 is no limit. */
export function limitsProblem(limits: SessionLimits): string | undefined {
  const { minutes, idleMinutes, steps, tokens, costUsd } = limits;
  if (!isWhole(minutes, greatest.minutes) || !isWhole(idleMinutes, greatest.idleMinutes)) {
    return 'A limit of time is 0 to 10,080 minutes (a week); 0 is none.';
  }
  if (!isWhole(steps, greatest.steps)) return 'A limit of steps is 0 to 100,000; 0 is none.';
  if (!isWhole(tokens, greatest.tokens)) return 'A limit of tokens is a whole number; 0 is none.';
  return costUsd >= 0 && costUsd <= greatest.costUsd
    ? undefined
    : 'A limit of cost is 0 to 1,000,000 US dollars; 0 is none.';
}

/** A sentence for a person where gates can't wait that long. */
export function gateTimeoutProblem(minutes: number): string | undefined {
  return isWhole(minutes, longestGateTimeoutMinutes)
    ? undefined
    : 'Agents wait 0 to 10,080 minutes (a week) for an answer; 0 is for ever.';
}

/** Whether two say the same; limits that nobody has set are never the same as others. */
export function sameSessionLimits(one: SessionLimits, other: SessionLimits | undefined): boolean {
  return (
    one.minutes === other?.minutes &&
    one.idleMinutes === other.idleMinutes &&
    one.steps === other.steps &&
    one.tokens === other.tokens &&
    one.costUsd === other.costUsd
  );
}

function isWhole(value: number, greatestValue: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= greatestValue;
}
