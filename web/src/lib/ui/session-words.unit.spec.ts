import { describe, expect, it } from '@jest/globals';
import { stopVerb } from './session-words.ts';

describe('stopVerb', () => {
  it('cancels what is queued and stops what has begun', () => {
    expect(stopVerb({ status: 'queued' })).toBe('Cancel');
    for (const status of ['pending', 'running', 'waiting', 'retrying'] as const)
      expect(stopVerb({ status })).toBe('Stop');
    expect(stopVerb(null)).toBe('Stop');
  });
});
