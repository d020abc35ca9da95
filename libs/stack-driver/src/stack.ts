import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processesOf, stillRunning } from './process-tree.ts';
import type { StackUnderTest } from './running-stack.ts';

export interface StackOptions {
  /** Each service in a process of its own. */
  readonly split?: boolean;
  /** So many processes of each service, behind a load balancer; their names end with a number: `gateway-1`. */
  readonly replicas?: number;
  /** Further variables; later ones win over those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the data directory before the first start. */
  readonly prepare?: (dataDir: string) => Promise<void>;
  /** Its public port, for others who have to know it beforehand; a free one by default. */
  readonly port?: number;
  /** The clone that it is started from; this one by default. */
  readonly root?: string;
}

/** The stack did not do what a person would expect of it; the message ends with what it said. */
export class StackError extends Error {
  override readonly name = 'StackError';
  readonly code = 'stack_failed';
}

const repositoryRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** A fresh clone may have to install and build first. */
const readyWithinSeconds = 300;
/** Promised to people, with a second for a busy machine. */
const stopWithinSeconds = 11;
const serviceBackWithinSeconds = 60;
const keptOutputCharacters = 20_000;

/** A whole Podium, started as people start it, with an empty HOME and a data directory of its own. */
export class PodiumStack implements StackUnderTest {
  readonly url: string;
  readonly dataDir: string;
  readonly #homeDir = mkdtempSync(join(tmpdir(), 'podium-home-'));
  readonly #options: StackOptions;
  #child: ChildProcess | undefined;
  #said = '';

  private constructor(port: number, options: StackOptions) {
    this.url = `http://localhost:${port}`;
    this.dataDir = mkdtempSync(join(tmpdir(), 'podium data '));
    this.#options = options;
  }

  /** @throws StackError when it does not become ready */
  static async start(options: StackOptions = {}): Promise<PodiumStack> {
    const stack = new PodiumStack(options.port ?? (await freePort()), options);
    try {
      await options.prepare?.(stack.dataDir);
      await stack.launch();
    } catch (error) {
      await stack.dispose();
      throw error;
    }
    return stack;
  }

  /** Process id of the start command. */
  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new StackError('The stack does not run.');
    return pid;
  }

  /** Where the agent of a project works. */
  workspace(projectId: string): string {
    return join(this.dataDir, 'projects', projectId, 'workspace');
  }

  async readFile(projectId: string, path: string): Promise<string | null> {
    const file = join(this.workspace(projectId), path);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  /** A superuser's connection to the embedded PostgreSQL. */
  databaseUrl(): string {
    const password = readFileSync(join(this.dataDir, 'postgres/password'), 'utf8').trim();
    const port = readFileSync(join(this.dataDir, 'postgres/v18/postmaster.pid'), 'utf8').split('\n')[3]?.trim();
    return `postgresql://podium:${password}@127.0.0.1:${port}/podium`;
  }

  /** Of its NATS server, with user and password. */
  natsUrl(): string {
    const { natsUrl } = JSON.parse(readFileSync(join(this.dataDir, 'run/stack.json'), 'utf8')) as { natsUrl: string };
    return natsUrl;
  }

  /** Starts it on its data and waits until it is ready. */
  async launch(): Promise<void> {
    const { split, replicas } = this.#options;
    const flags = [...(split ? ['--split'] : []), ...(replicas === undefined ? [] : ['--replicas', String(replicas)])];
    const child = spawn(process.execPath, ['scripts/start.mjs', ...flags], {
      cwd: this.#options.root ?? repositoryRoot,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#said = (this.#said + text).slice(-keptOutputCharacters);
      });
    }
    await this.untilReady();
  }

  /** @throws StackError when it ended, or takes too long */
  async untilReady(): Promise<void> {
    await this.#until('ready', readyWithinSeconds, () => this.#isReady());
  }

  /** SIGTERM. @throws StackError when it takes longer than promised or leaves a process behind */
  async stop(): Promise<void> {
    await this.#stopBy((child) => child.kill('SIGTERM'));
  }

  /** What a person does who closes the window: nobody reads what it says any more. @throws StackError as `stop` */
  async closeTerminal(): Promise<void> {
    await this.#stopBy((child) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      child.kill('SIGHUP');
    });
  }

  async #stopBy(end: (child: ChildProcess) => void): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const before = processesOf(this.pid, this.dataDir);
    end(child);
    await this.#until('stopped', stopWithinSeconds, () => hasEnded(child));
    await this.#until('gone with all its processes', 2, () => stillRunning(before).length === 0);
    this.#child = undefined;
  }

  /** SIGKILL to every process of it at once, as when the power fails. */
  async killEverything(): Promise<void> {
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    const all = processesOf(this.pid, this.dataDir);
    const ended = once(child, 'exit');
    for (const pid of all) killIfThere(pid);
    await ended;
    this.#child = undefined;
  }

  /** SIGKILL to one service of a split stack; returns when the supervisor has started it again and all is ready. */
  async killService(name: string): Promise<void> {
    const before = this.#servicePid(name);
    if (before === undefined) throw this.#failure(`There is no process of ${name}; is the stack split?`);
    killIfThere(before);
    await this.#until(`running ${name} again`, serviceBackWithinSeconds, async () => {
      const now = this.#servicePid(name);
      return now !== undefined && now !== before && (await this.#isReady());
    });
  }

  /** SIGKILL to one service of a split stack, in whatever state it is. Gives whether there was a process. */
  kill(name: string): boolean {
    const pid = this.#servicePid(name);
    return pid !== undefined && stillRunning([pid]).length > 0 && killIfThere(pid);
  }

  /** Ends it in whatever way is left and removes its data. */
  async dispose(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await this.killEverything();
      for (const directory of [this.dataDir, this.#homeDir]) {
        rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    }
  }

  #environment(): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/_API_KEY$|^NODE_OPTIONS$|^XDG_|^npm_/.test(name),
    );
    const { port } = new URL(this.url);
    const own = { HOME: this.#homeDir, PORT: port, PODIUM_DATA: this.dataDir };
    return { ...Object.fromEntries(inherited), ...own, ...this.#options.env };
  }

  #servicePid(name: string): number | undefined {
    try {
      return Number(readFileSync(join(this.dataDir, 'run', `${name}.pid`), 'utf8'));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async #isReady(): Promise<boolean> {
    if (this.#child && hasEnded(this.#child)) throw this.#failure('The stack ended.');
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2000) });
      await response.body?.cancel();
      return response.ok;
    } catch (error) {
      if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) return false;
      throw error;
    }
  }

  async #until(what: string, seconds: number, condition: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await condition())) {
      if (Date.now() > deadline) throw this.#failure(`The stack was not ${what} within ${seconds} s.`);
      await sleep(100);
    }
  }

  #failure(message: string): StackError {
    return new StackError(`${message}\n${this.#said}`);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function killIfThere(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new StackError('No free port could be found.');
  server.close();
  await once(server, 'close');
  return address.port;
}
