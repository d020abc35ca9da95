import type { Readable } from 'node:stream';

/** Everything of the outside world that commands use beside NATS and files, so that tests can run them. */
export interface Io {
  /** What was asked for. Resolves when the receiver can take more. */
  out(text: string): Promise<void>;
  /** What is said about it: progress, warnings, errors. */
  say(text: string): void;
  readonly stdin: Readable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Width of the terminal in columns; undefined where standard output is none. */
  readonly columns: number | undefined;
  /** Whether a person watches standard error. */
  readonly isWatched: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
