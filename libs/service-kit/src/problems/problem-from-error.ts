import { HttpException } from '@nestjs/common';
import { problemOf, ProblemError, standardProblems, type ProblemCatalogue } from './problem-error.ts';

/** Codes of failures that HTTP itself names by a status. */
const codeByStatus: Readonly<Record<number, string>> = {
  400: 'malformed_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  422: 'validation_failed',
  429: 'too_many_requests',
  503: 'service_unavailable',
};

/**
 * Finds the answer to any thrown value: problems as they are, HTTP errors of Nest and Express by their status, errors
 * with a code of the catalogue by that code, and everything else as 500 that tells nothing about the inside.
 */
export function problemFromError(error: unknown, catalogue: ProblemCatalogue = standardProblems): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof HttpException) return fromStatus(error.getStatus(), error.message, catalogue);
  const code = property(error, 'code');
  if (error instanceof Error && typeof code === 'string' && Object.hasOwn(catalogue, code)) {
    return problemOf(code, error.message, catalogue);
  }
  const status = property(error, 'statusCode');
  // Express and its body parsers mark what may be shown to the client with `expose`.
  if (error instanceof Error && typeof status === 'number' && property(error, 'expose') === true) {
    return fromStatus(status, error.message, catalogue);
  }
  return problemOf('internal_error', 'Something went wrong on our side. It has been logged.', catalogue);
}

function fromStatus(status: number, detail: string, catalogue: ProblemCatalogue): ProblemError {
  const code = codeByStatus[status] ?? (status >= 500 ? 'internal_error' : 'malformed_request');
  const title = catalogue[code]?.title ?? standardProblems[code]?.title ?? 'The request failed';
  return new ProblemError(code, status, title, detail);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
