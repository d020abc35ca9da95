import { Readable } from 'node:stream';
import { runCli, type ExitCode, type Io } from '../index.ts';

export interface Said {
  readonly exitCode: ExitCode;
  readonly out: string;
  readonly err: string;
  /** Standard output as one JSON document. */
  json<T>(): T;
  /** Standard output as one JSON document per line. */
  lines<T>(): T[];
}

export interface RunOptions {
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly onOut?: (text: string) => void;
}

/** Runs the CLI as its main does, with what it says captured. */
export async function podium(args: readonly string[], options: RunOptions = {}): Promise<Said> {
  let [out, err] = ['', ''];
  const io: Io = {
    out: (text) => {
      out += text;
      options.onOut?.(text);
      return Promise.resolve();
    },
    say: (text) => void (err += text),
    stdin: Readable.from(options.stdin ?? ''),
    env: { USER: 'tester', ...options.env },
    columns: options.columns,
    isWatched: false,
    signal: options.signal ?? new AbortController().signal,
  };
  const exitCode = await runCli(args, io);
  return {
    exitCode,
    out,
    err,
    json: () => JSON.parse(out),
    lines: () =>
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  };
}
