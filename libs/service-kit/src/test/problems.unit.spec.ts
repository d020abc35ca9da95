import { describe, expect, it } from '@jest/globals';
import { BadRequestException, ImATeapotException, NotFoundException } from '@nestjs/common';
import { ConcurrencyError, LogUnavailableError } from '@podium/event-sourcing';
import { problemOf, standardProblems, toProblemDetails } from '../problems/problem-error.ts';
import { problemFromError } from '../problems/problem-from-error.ts';

class RefusedError extends Error {
  readonly code = 'dependency_open';
}

describe('a problem', () => {
  it.each([
    [new LogUnavailableError('away'), 503, 'log_unavailable'],
    [new ConcurrencyError('late'), 409, 'concurrency_conflict'],
    [new NotFoundException('no such task'), 404, 'not_found'],
    [new BadRequestException('no JSON'), 400, 'malformed_request'],
    [new ImATeapotException('short and stout'), 418, 'malformed_request'],
    [Object.assign(new Error('too large'), { statusCode: 413, expose: true }), 413, 'payload_too_large'],
    [Object.assign(new Error('inside'), { statusCode: 500, expose: false }), 500, 'internal_error'],
    [Object.assign(new Error('inside'), { code: 'constructor' }), 500, 'internal_error'],
    [new RefusedError('wait'), 500, 'internal_error'],
    ['a string', 500, 'internal_error'],
    [undefined, 500, 'internal_error'],
  ])('is found for %p', (error, status, code) => {
    expect(problemFromError(error)).toMatchObject({ status, code });
  });

  it('never shows what an unknown error says', () => {
    expect(problemFromError(new Error('select * from secrets')).message).not.toContain('secrets');
  });

  it('may be of a code that only one service knows', () => {
    const catalogue = { ...standardProblems, dependency_open: { status: 409, title: 'A dependency is open' } };
    expect(problemFromError(new RefusedError('wait'), catalogue)).toMatchObject({ status: 409, message: 'wait' });
    expect(problemOf('never_heard_of', 'No')).toMatchObject({ status: 422, code: 'never_heard_of' });
  });

  it('reads as RFC 9457 says, with its extras as further members', () => {
    expect(
      toProblemDetails(problemOf('session_active', 'Stop it first', undefined, { session_id: 's' }), '/api/x'),
    ).toEqual({
      type: 'urn:podium:problem:session_active',
      title: 'A session is active',
      status: 409,
      detail: 'Stop it first',
      code: 'session_active',
      instance: '/api/x',
      session_id: 's',
    });
  });
});
