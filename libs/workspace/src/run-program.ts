import { spawn } from 'node:child_process';
import { systemCode } from './errors.ts';

export interface ProgramOptions {
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** The program is ended once it has written more. */
  readonly maxBytes: number;
}

export interface ProgramResult {
  /** Null where it was ended by a signal. */
  readonly exitCode: number | null;
  readonly output: Buffer;
  /** It had more to say than it may, or more to do than it had time for. */
  readonly truncated: boolean;
  /** The first words on standard error. */
  readonly errors: string;
}

const maxErrorBytes = 4_096;

/** Runs a program without a shell and without input. @throws the system's error where there is no such program. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, timeoutMs, maxBytes }: ProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let errors = '';
    let truncated = false;
    const end = (): void => {
      truncated = true;
      // With its children: a program in the place of git may have some. -0 would be our own group.
      if (child.pid) killGroup(child.pid);
    };
    const timer = setTimeout(end, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      const room = maxBytes - bytes;
      bytes += chunk.length;
      if (room > 0) chunks.push(chunk.subarray(0, room));
      if (bytes > maxBytes) end();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (errors.length < maxErrorBytes) errors += chunk.toString('utf8').slice(0, maxErrorBytes - errors.length);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, output: Buffer.concat(chunks), truncated, errors: errors.trim() });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Ended by itself meanwhile.
    if (systemCode(error) !== 'ESRCH') throw error;
  }
}
