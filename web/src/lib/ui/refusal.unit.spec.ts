import { describe, expect, it } from '@jest/globals';
import { ProblemError, problemOf, unreachable } from '../api/problem.ts';
import { isUndecided, refusalOf } from './refusal.ts';

const title = '“Add a README” was not started';

describe('what is told of something that did not succeed', () => {
  it('is what it means where it was refused', () => {
    const error = new ProblemError(problemOf(409, { code: 'already_running', detail: 'An agent works on it.' }));
    expect(refusalOf(title, error)).toEqual({ title, detail: 'An agent works on it.' });
    expect(refusalOf(title, new Error('Broken'))).toEqual({ title, detail: 'Broken' });
  });

  it('claims nothing where no answer came: it may still come to pass', () => {
    const pending = new ProblemError({ ...unreachable(), code: 'pending', title: 'No outcome yet' });
    expect(refusalOf(title, pending).title).toBe('No outcome yet');
    const away = new ProblemError(unreachable());
    expect(refusalOf(title, away).title).toBe('No connection');
    expect(away.message).not.toContain('Nothing was changed');
    expect([pending, away].every(isUndecided)).toBe(true);
  });
});
