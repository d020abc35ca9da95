import { describe, expect, it } from '@jest/globals';
import { problemOf } from './problem.ts';

describe('problemOf', () => {
  it('reads problem details with messages by field', () => {
    const problem = problemOf(422, {
      title: 'Not valid',
      detail: 'The name is too long.',
      code: 'validation_failed',
      errors: [{ path: 'name', message: 'At most 100 characters.' }],
    });
    expect(problem).toMatchObject({
      code: 'validation_failed',
      detail: 'The name is too long.',
      fields: { name: 'At most 100 characters.' },
    });
  });

  it('makes something to say of any answer', () => {
    expect(problemOf(502, null)).toMatchObject({
      status: 502,
      code: 'http_502',
      detail: 'The server answered 502',
      fields: {},
    });
  });
});
