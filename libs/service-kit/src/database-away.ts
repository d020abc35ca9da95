/** Of the system, where the server can't be reached or a connection breaks. */
const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);
/** SQLSTATE classes of a server that can't serve now: connection, resources, shutdown. Source: PostgreSQL, appendix A. */
const passingClasses = new Set(['08', '53', '57']);
const wordsOfDriver = /connection terminated|timeout exceeded when trying to connect/i;

/** Whether an error says that the database does not answer now. The same again may succeed. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return systemCodes.has(code) || passingClasses.has(code.slice(0, 2)) || wordsOfDriver.test(error.message);
}
