/** What the program's exit code says. Documented in `podium --help` and docs/operations.md: never change one. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** `projections verify` found a table that is not what the log says. */
  difference: 3,
  unreachable: 4,
  /** It would have destroyed or mixed something, and was not told to. */
  refused: 5,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a message for the person; no stack is shown. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** Stable, for `--json`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  /** What to do about it. */
  readonly hint: string | undefined;

  constructor(
    exitCode: ExitCode,
    code: string,
    message: string,
    options: ErrorOptions & { readonly hint?: string } = {},
  ) {
    super(message, options);
    this.exitCode = exitCode;
    this.code = code;
    this.hint = options.hint;
  }
}

/** The command line is wrong. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(exitCodes.usage, 'usage', message, hint === undefined ? {} : { hint });
}
