import type { Usage } from '@podium/proto';

/** What has used neither tokens nor money. */
export const nothingUsed: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0, costUsd: 0 };

/** Tokens and money of two parts of a session together. */
export function sum(one: Usage, other: Usage): Usage {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cachedTokens: one.cachedTokens + other.cachedTokens,
    costUsd: one.costUsd + other.costUsd,
  };
}
