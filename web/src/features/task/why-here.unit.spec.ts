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

  it('says that an agent works on it only where one does', () => {
    const task = aTask({ status: 'IN_PROGRESS', active_session_id: 'abcdefgh-1' });
    const reasonOf = (status: 'queued' | 'running' | 'retrying') =>
      whyHere(task, aSession({ id: 'abcdefgh-1', status }));
    expect(reasonOf('running')).toBe('In progress, because session abcdefgh works on it.');
    expect(reasonOf('queued')).toBe('In progress, because session abcdefgh waits in the queue to work on it.');
    expect(reasonOf('retrying')).toContain('failed, and is tried again');
  });

  it('says when nothing happened yet', () => {
    expect(whyHere(aTask(), null)).toBe('In To do since it was created.');
  });
});
