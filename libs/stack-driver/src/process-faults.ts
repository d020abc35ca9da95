import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, commandOf, processesOf, processTree, stillRunning } from './process-tree.ts';
import type { PodiumStack } from './stack.ts';

/** A process that belongs to a stack, but to nothing of it that should run. */
export interface Stray {
  readonly pid: number;
  readonly command: string;
}

/** What a test does to single processes of a stack that runs on this machine, and how it looks at them. */
export class ProcessFaults {
  readonly #stack: PodiumStack;

  constructor(stack: PodiumStack) {
    this.#stack = stack;
  }

  /** Process id of a service of a split stack, of `nats` or of `postgres`; undefined where none was started. */
  pidOf(name: string): number | undefined {
    const file = join(this.#stack.dataDir, 'run', `${name}.pid`);
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  }

  /** Process id of the agent's server of a project, while there is one. */
  podPid(projectId: string): number | undefined {
    const file = join(this.#stack.dataDir, 'projects', projectId, 'pod.json');
    if (!existsSync(file)) return undefined;
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number };
    return stillRunning([pid])[0];
  }

  /** Sends a signal. Gives whether there was a process. */
  signal(pid: number | undefined, signal: NodeJS.Signals): boolean {
    if (pid === undefined || stillRunning([pid]).length === 0) return false;
    process.kill(pid, signal);
    return true;
  }

  /** Another process of a service of a split stack, beside the one that the stack looks after. Linux only. */
  startReplica(name: string): ChildProcess {
    const pid = this.pidOf(name);
    if (pid === undefined) throw new Error(`There is no process of ${name}; is the stack split?`);
    const env = Object.fromEntries(
      readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
        .filter(([key]) => key !== ''),
    ) as Record<string, string>;
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    return spawn(program, args, { env: { ...env, HTTP_PORT: '0' }, stdio: 'ignore' });
  }

  /**
   * Processes that name the stack's data and descend neither from the stack nor from a pod that it knows: commands of
   * agents that were left behind, servers of pods that nobody looks after. Linux only.
   */
  strays(): Stray[] {
    const { pid, dataDir } = this.#stack;
    const known = new Set(
      [pid, ...this.#recordedPids(), ...this.#pidsOfServers()].flatMap((root) => processTree(root)),
    );
    return processesOf(pid, dataDir)
      .filter((other) => !known.has(other))
      .map((other) => ({ pid: other, command: commandOf(other) }));
  }

  /** What pods' servers have started: the commands that agents run now. Linux only. */
  commandsOfAgents(): Stray[] {
    return this.#recordedPids()
      .flatMap((pid) => childrenOf(pid))
      .map((pid) => ({ pid, command: commandOf(pid) }));
  }

  #recordedPids(): number[] {
    const projects = join(this.#stack.dataDir, 'projects');
    if (!existsSync(projects)) return [];
    return readdirSync(projects).flatMap((projectId) => this.podPid(projectId) ?? []);
  }

  #pidsOfServers(): number[] {
    const run = join(this.#stack.dataDir, 'run');
    return readdirSync(run)
      .filter((name) => name.endsWith('.pid'))
      .map((name) => Number(readFileSync(join(run, name), 'utf8')));
  }
}
