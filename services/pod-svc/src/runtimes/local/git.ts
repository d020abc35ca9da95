import { spawn } from 'node:child_process';
import { signalProcess } from './process-table.ts';

/** How a git command ended. */
export interface GitResult {
  readonly exitCode: number | null;
  /** Its words for people, without progress. */
  readonly messages: readonly string[];
}

export interface GitOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Kills git and its helpers. */
  readonly signal: AbortSignal;
  /** One line about how far it is, as git words it. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

const progressLine = /^(?:remote: )?[A-Z][a-z]+(?: [a-z]+)*: +(?:\d+%|\d+(?:,|$))/;
const mostMessages = 50;

/** Runs git in a process group of its own, so that its helpers (ssh, remote-https) end with it. */
export function git(args: readonly string[], options: GitOptions): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    if (options.signal.aborted) return resolve({ exitCode: null, messages: [] });
    const child = spawn('git', args, {
      cwd: options.cwd,
      env: { ...options.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    const messages: string[] = [];
    let rest = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split(/[\r\n]+/);
      rest = (lines.pop() ?? '').slice(-10_000);
      for (const line of lines) take(line, messages, options.onProgress);
    });
    const kill = (): void => {
      if (child.pid !== undefined) signalProcess(-child.pid, 'SIGKILL');
    };
    options.signal.addEventListener('abort', kill, { once: true });
    child.once('error', reject);
    child.once('close', (exitCode) => {
      options.signal.removeEventListener('abort', kill);
      take(rest, messages, options.onProgress);
      resolve({ exitCode, messages });
    });
  });
}

function take(line: string, messages: string[], onProgress: GitOptions['onProgress']): void {
  const text = line.trim();
  if (text === '') return;
  if (progressLine.test(text)) return onProgress?.(text);
  messages.push(text);
  if (messages.length > mostMessages) messages.shift();
}
