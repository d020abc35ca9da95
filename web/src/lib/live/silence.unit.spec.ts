import { describe, expect, it } from '@jest/globals';
import { aSession } from '../../test/builders.ts';
import type { LostAgent, ProjectContact } from './contact-channel.ts';
import { silenceOf } from './silence.ts';

const since = '2026-01-01T00:00:05.000Z';

function contact(change: Partial<ProjectContact> = {}): ProjectContact {
  return { projectId: 'p1', runners: 1, heard: [], lost: [], ...change };
}

function lost(isHeld: boolean): LostAgent {
  return { sessionId: 's1', since, isHeld };
}

describe('the silence of a session', () => {
  it('is none while its agent is heard, and where nothing is known', () => {
    expect(silenceOf(contact({ heard: ['s1'] }), aSession())).toBeNull();
    expect(silenceOf(null, aSession())).toBeNull();
    expect(silenceOf(contact({ projectId: 'another', lost: [lost(true)] }), aSession())).toBeNull();
  });

  it.each(['running', 'waiting', 'stopping'] as const)('is told of a session that is %s', (status) => {
    const session = aSession({ status });
    expect(silenceOf(contact({ lost: [lost(true)] }), session)).toEqual({ since, isHeld: true, isCertain: true });
    expect(silenceOf(contact({ lost: [lost(false)] }), session)).toEqual({ since, isHeld: false, isCertain: true });
  });

  it('is uncertain where the session was never told of, since it may only be new', () =>
    expect(silenceOf(contact(), aSession())).toEqual({ since: null, isHeld: false, isCertain: false }));

  it('is none of a session that has no agent to be heard', () => {
    for (const status of ['queued', 'retrying', 'completed', 'failed', 'cancelled'] as const) {
      expect(silenceOf(contact({ lost: [lost(false)] }), aSession({ status }))).toBeNull();
    }
  });

  it('of a session whose pod is being made ready is only that nobody has it', () => {
    const pending = aSession({ status: 'pending' });
    expect(silenceOf(contact({ lost: [lost(true)] }), pending)).toBeNull();
    expect(silenceOf(contact({ lost: [lost(false)] }), pending)).toMatchObject({ isHeld: false });
  });
});
