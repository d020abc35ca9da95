import { StandardSchemaValidationPipe } from '@nestjs/common';
import { problemOf, type FieldError } from './problem-error.ts';

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * Checks everything that names a schema, `@Body({ schema })`, `@Query({ schema })` and so on, and hands on what the
 * schema made of it. What does not fit is answered with 422 and all errors at once.
 */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: validationProblem });
}

function validationProblem(issues: readonly SchemaIssue[]): Error {
  const errors = issues.map(fieldError);
  const detail = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  return problemOf('validation_failed', detail, undefined, { errors });
}

function fieldError(issue: SchemaIssue): FieldError {
  const keys = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return { path: keys.join('.'), message: issue.message };
}
