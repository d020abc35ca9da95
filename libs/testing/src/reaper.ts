import { spawn } from 'node:child_process';

/** Cleans up after this process, however it ends. */
export interface Reaper {
  /** A process that is to be stopped before the directory is removed. */
  watch(pid: number): void;
  /** Cleans up now. */
  release(): void;
}

/**
 * Reads process ids until its input ends, which happens when the process at the other end is gone, even by SIGKILL. A
 * zombie counts as gone: in containers nobody may ever collect it.
 */
const script = `
alive() { kill -0 "$1" && ! grep -q ') Z ' "/proc/$1/stat"; }
while read -r pid; do pids="$pids $pid"; done
for pid in $pids; do kill -INT "$pid"; done
for pid in $pids; do
  tries=0
  while alive "$pid" && [ "$tries" -lt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
  kill -KILL "$pid"
done
rm -rf "$1"
`;

/**
 * Starts a shell that outlives this process by a moment to stop the servers that belong to it and to remove their
 * directory. Jest has no hook for the end of a worker, and none would run when a worker is killed.
 */
export function startReaper(directory: string): Reaper {
  const shell = spawn('sh', ['-c', script, 'sh', directory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  });
  shell.unref();
  const input: typeof shell.stdin & { unref?: () => void } = shell.stdin;
  input.unref?.();
  return {
    watch: (pid) => input.write(`${pid}\n`),
    release: () => input.end(),
  };
}
