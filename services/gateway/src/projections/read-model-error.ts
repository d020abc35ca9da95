import { isDatabaseAway, ProblemError, standardProblems } from '@podium/service-kit';

/** Tables that are just being made anew. */
const undefinedTable = '42P01';

/** Whether a table that a query needs is not there. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === undefinedTable;
}

/** 503 for a database that is away or a read model that is being rebuilt; other errors as they are. */
export function readModelError(error: unknown): unknown {
  if (!isMissingTable(error) && !isDatabaseAway(error)) return error;
  const { status, title } = standardProblems['service_unavailable'] ?? { status: 503, title: 'Not available' };
  const detail = 'The read model is not available at the moment. Try again in a moment.';
  return new ProblemError('service_unavailable', status, title, detail, { retry_after_seconds: 1 }, { cause: error });
}
