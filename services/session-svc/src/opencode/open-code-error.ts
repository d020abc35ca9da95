export type OpenCodeErrorCode = 'unreachable' | 'unauthorized' | 'not_found' | 'refused' | 'bad_answer';

/**
 * A request to an OpenCode server that did not work.
 *
 * - `unreachable`: no answer in time, or no connection: the server may be starting, stopped or gone.
 * - `unauthorized`: the password is wrong.
 * - `not_found`: the session, message, permission or question does not exist (any more).
 * - `refused`: any other error status.
 * - `bad_answer`: not what this version of the API answers; unknown routes answer 200 with HTML.
 */
export class OpenCodeError extends Error {
  override readonly name = 'OpenCodeError';
  readonly code: OpenCodeErrorCode;
  /** The HTTP status, where there was one. */
  readonly status?: number;

  constructor(code: OpenCodeErrorCode, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    if (options.status !== undefined) this.status = options.status;
  }
}

export function isOpenCodeError(error: unknown, code?: OpenCodeErrorCode): error is OpenCodeError {
  return error instanceof OpenCodeError && (code === undefined || error.code === code);
}
