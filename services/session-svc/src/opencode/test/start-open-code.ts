import { spawn, type ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@podium/testing';
import type { OpenCodeConnection } from '../open-code-client.ts';

export interface TestOpenCode {
  readonly connection: OpenCodeConnection;
  /** The workspace: a git repository without a commit, unless it is to be none. */
  readonly directory: string;
  /** Kills the server as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  restart(): Promise<void>;
  /** Stops it and removes everything. */
  close(): Promise<void>;
  /** The server and what its tools started do not run any more, until {@link thaw}. */
  freeze(): void;
  thaw(): void;
}

export interface TestOpenCodeOptions {
  /** The base URL of an OpenAI-compatible provider. */
  readonly modelUrl: string;
  readonly permission?: Readonly<Record<string, unknown>>;
  /** Default: one of its own. */
  readonly password?: string;
  /** Default: true. */
  readonly isRepository?: boolean;
}

export const testModel = { providerID: 'podium-demo', modelID: 'scripted' };

const defaultPassword = 'test-password';
const startTimeoutMs = 60_000;

/** Starts a real OpenCode server with a home of its own, on a free port, that knows only the given model. */
export async function startOpenCode(options: TestOpenCodeOptions): Promise<TestOpenCode> {
  const root = await mkdtemp(join(tmpdir(), 'podium-opencode-'));
  const home = join(root, 'home');
  const directory = join(root, 'workspace');
  await seedHome(home);
  await mkdir(directory);
  if (options.isRepository ?? true) execFileSync('git', ['init', '--quiet'], { cwd: directory });
  const start = (port: number) => spawnServer(home, directory, port, options);
  // Not port 0: OpenCode then takes 4096 where it can, and tests that run beside this one want it too.
  let server = await start(await freePort());
  const kill = () => killGroup(server.child);
  return {
    connection: {
      baseUrl: server.url,
      username: 'opencode',
      password: options.password ?? defaultPassword,
      directory,
    },
    directory,
    kill,
    freeze: () => signalGroup(server.child, 'SIGSTOP'),
    thaw: () => signalGroup(server.child, 'SIGCONT'),
    async restart() {
      server = await start(Number(new URL(server.url).port));
    },
    async close() {
      await kill();
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Without this OpenCode runs an npm install at every start. */
async function seedHome(home: string): Promise<void> {
  const config = join(home, 'config', 'opencode');
  await mkdir(join(config, 'node_modules'), { recursive: true });
  const lock = { packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } } };
  await writeFile(join(config, 'package-lock.json'), JSON.stringify(lock));
}

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
}

async function spawnServer(home: string, cwd: string, port: number, options: TestOpenCodeOptions): Promise<Server> {
  const manifest = createRequire(import.meta.url).resolve('opencode-ai/package.json');
  const binary = join(dirname(manifest), 'bin', 'opencode.exe');
  const child = spawn(binary, ['serve', '--port', String(port), '--hostname', '127.0.0.1'], {
    cwd,
    env: environment(home, options),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, url: await listeningUrl(child) };
}

function environment(
  home: string,
  { modelUrl, permission = {}, password = defaultPassword }: TestOpenCodeOptions,
): NodeJS.ProcessEnv {
  const provider = {
    npm: '@ai-sdk/openai-compatible',
    name: 'Podium',
    options: { baseURL: modelUrl, apiKey: 'none' },
    models: {
      [testModel.modelID]: {
        name: 'Demo model (scripted)',
        tool_call: true,
        attachment: true,
        modalities: { input: ['text', 'image'], output: ['text'] },
        limit: { context: 200_000, output: 16_000 },
        cost: { input: 1, output: 2, cache_read: 0 },
      },
    },
  };
  const model = `${testModel.providerID}/${testModel.modelID}`;
  const config = {
    enabled_providers: [testModel.providerID],
    model,
    small_model: model,
    share: 'disabled',
    autoupdate: false,
    permission,
    provider: { [testModel.providerID]: provider },
  };
  return {
    PATH: process.env['PATH'],
    HOME: home,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    OPENCODE_SERVER_PASSWORD: password,
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_PROJECT_CONFIG: '1',
    OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
  };
}

/** Requests before the server says that it listens are never answered. */
function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`OpenCode did not start: ${why}\n${output}`));
    const timer = setTimeout(() => fail('no answer in time'), startTimeoutMs);
    child.once('error', reject);
    child.once('exit', (code) => fail(`it ended with ${code}`));
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /listening on (http:\/\/\S+)/.exec(output)?.[1];
      if (!url) return;
      clearTimeout(timer);
      resolve(url);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

async function killGroup(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  signalGroup(child, 'SIGKILL');
  await exited;
}

/** The server and what its tools started are one process group. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid !== undefined && !hasEnded(child)) process.kill(-child.pid, signal);
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
