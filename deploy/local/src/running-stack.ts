import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** For programs of the same user, such as the operator CLI: where this stack can be reached. */
export interface RunningStack {
  /** With user and password. */
  readonly natsUrl: string;
  /** What people open. */
  readonly url: string;
  readonly pid: number;
}

function fileIn(runDir: string): string {
  return join(runDir, 'stack.json');
}

export function noteRunningStack(runDir: string, stack: RunningStack): void {
  // Removed first: the mode counts only for a new file.
  forgetRunningStack(runDir);
  writeFileSync(fileIn(runDir), `${JSON.stringify(stack)}\n`, { mode: 0o600, flag: 'wx' });
}

export function forgetRunningStack(runDir: string): void {
  rmSync(fileIn(runDir), { force: true });
}
