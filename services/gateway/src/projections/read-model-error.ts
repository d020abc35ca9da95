import { ProblemError, standardProblems } from '@podium/service-kit';

/** SQLSTATE classes of a server that can't serve now: connection, resources, shutdown. Source: PostgreSQL, appendix A. */
const passingClasses = new Set(['08', '53', '57']);
/** Tables that are just being made anew. */
const undefinedTable = '42P01';
const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

/** Whether a table that a query needs is not there. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === undefinedTable;
}

/** 503 for a database that is away or a read model that is being rebuilt; other errors as they are. */
export function readModelError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const isPassing = code === undefinedTable || unreachable.has(code) || passingClasses.has(code.slice(0, 2));
  if (!isPassing && !/connection terminated|timeout exceeded when trying to connect/i.test(error.message)) return error;
  const { status, title } = standardProblems['service_unavailable'] ?? { status: 503, title: error.name };
  const detail = 'The read model is not available at the moment. Try again in a moment.';
  return new ProblemError('service_unavailable', status, title, detail, { retry_after_seconds: 1 }, { cause: error });
}
