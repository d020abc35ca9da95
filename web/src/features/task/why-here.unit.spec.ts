import { describe, expect, it } from '@jest/globals';
import { aSession, aTask } from '../../test/builders.ts';
import { whyHere } from './why-here.ts';

describe('whyHere', () => {
  it('names the session that brought the card here', () => {
    const completed = aSession({ id: 'abcdefgh-1', status: 'completed' });
    expect(whyHere(aTask({ status: 'AI_REVIEW' }), completed)).toBe(
      'In AI review, because session abcdefgh completed.',
    );
    expect(whyHere(aTask({ status: 'AI_REVIEW' }), null)).toBe('Moved to AI review by hand.');
  });

  it('says what failed or was stopped', () => {
    const failure = { code: 'model_error', message: 'No key.', retryable: false };
    expect(whyHere(aTask({ failure }), aSession({ status: 'failed' }))).toContain('failed: No key.');
    expect(whyHere(aTask(), aSession({ status: 'cancelled' }))).toContain('was stopped');
  });

  it('says when nothing happened yet', () => {
    expect(whyHere(aTask(), null)).toBe('In To do since it was created.');
  });
});
