/** Why an embedded server could not be started, prepared or stopped; callers tell the cases apart by `code`. */
export type EmbeddedServerErrorCode =
  | 'BINARY_MISSING'
  | 'DIRECTORY_IN_USE'
  | 'DIRECTORY_NOT_WRITABLE'
  | 'ROOT_NOT_POSSIBLE'
  | 'SERVER_FAILED'
  | 'SERVER_NOT_READY';

/** The message says what went wrong and names the fix; it is meant to be shown to a person as it is. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';

  constructor(
    readonly code: EmbeddedServerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The `code` of a system error such as `ENOENT`, or undefined for anything else. Goes by shape: to a test that runs in a
 * realm of its own, errors of Node's own modules are not instances of its `Error`.
 */
export function systemErrorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
