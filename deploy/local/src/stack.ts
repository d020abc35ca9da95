import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  endProcess,
  identifyProcess,
  startNats,
  startPostgres,
  type NatsServer,
  type PostgresServer,
  type ProcessIdentity,
} from '@podium/embedded-servers';
import { startScriptedModel } from '@podium/scripted-model';
import { allOrFirstError } from './all-or-first-error.ts';
import type { DataDirectory } from './data-directory.ts';
import { prepareDatabase } from './databases.ts';
import { recoverFromFullDisk } from './full-disk.ts';
import { keepRunning, type Kept } from './keep-running.ts';
import { providersWithKeys } from './model.ts';
import type { Environment, StartOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { forgetRunningStack, noteRunningStack } from './running-stack.ts';
import { startInProcess, startSplit, type ServiceDescription, type SplitHost } from './services.ts';
import { startWeb } from './web.ts';

export interface StackOptions {
  readonly options: StartOptions;
  readonly env: Environment;
  readonly data: DataDirectory;
  readonly root: string;
  readonly progress: Progress;
  readonly services: readonly ServiceDescription[];
}

/** What is stopped together; rounds are stopped one after the other, the lowest number first. */
interface Stop {
  readonly round: number;
  readonly name: string;
  readonly stop: () => Promise<void>;
}

const rounds = { web: 1, scriptedModel: 5, postgres: 6, nats: 7 } as const;

/** Everything that runs for one Podium on this machine. */
export class Stack {
  readonly #stops: Stop[] = [];
  readonly #processes = new Map<string, ProcessIdentity>();
  readonly #with: StackOptions;
  readonly #host: SplitHost;
  readonly #over = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(withOptions: StackOptions) {
    this.#with = withOptions;
    const { root, data, progress, options } = withOptions;
    const say = (text: string): void => progress.say(text);
    this.#host = {
      root,
      logFile: data.logFile,
      say,
      onProcess: (name, pid) => this.#note(name, pid),
      longestPauseSeconds: options.longestPauseSeconds,
    };
  }

  /** Starts everything. When it fails nothing is starting any more; what has been started is for `stop` to end. */
  async start(): Promise<void> {
    for (const child of this.#with.data.lock.abandoned?.children ?? []) await endProcess(child, 'SIGTERM', 5);
    // The web needs nothing of the others to start, and takes long.
    const web = this.#with.progress.step('Web', () => this.#startWeb());
    await allOrFirstError([web, this.#startBehindTheWeb(web)]);
  }

  async #startBehindTheWeb(web: Promise<string>): Promise<void> {
    const { progress, services, data, options } = this.#with;
    const [nats, postgres, modelUrl] = await allOrFirstError([
      progress.step('NATS', () => this.#startNats()),
      progress.step('PostgreSQL', () => this.#startPostgres()),
      this.#startModel(),
    ]);
    const url = `http://localhost:${options.port}`;
    noteRunningStack(data.runDir, { natsUrl: nats.current().url, url, pid: process.pid });
    const roles = services.map(({ role }) => role);
    const databaseUrls = await prepareDatabase(postgres.current(), roles, data.secret);
    const startAll = async (chosen: readonly ServiceDescription[], more: Environment): Promise<void> => {
      const common = this.#commonEnvironment(nats.current().url, modelUrl);
      await allOrFirstError(
        chosen.map((service) =>
          this.#startService(service, { ...common, DATABASE_URL: databaseUrls.get(service.role), ...more }),
        ),
      );
    };
    await startAll(
      services.filter(({ name }) => name !== 'gateway'),
      { HTTP_PORT: '0' },
    );
    await startAll(
      services.filter(({ name }) => name === 'gateway'),
      { HTTP_PORT: String(options.port), WEB_URL: await web },
    );
  }

  /** Stops everything in order; what fails to stop is said and does not keep the rest from stopping. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#over.abort();
    await this.#watching;
    forgetRunningStack(this.#with.data.runDir);
    const order = [...new Set(this.#stops.map(({ round }) => round))].sort((a, b) => a - b);
    for (const round of order) {
      const together = this.#stops.filter((stop) => stop.round === round);
      await Promise.all(together.map((stop) => this.#stopOne(stop)));
    }
  }

  /** SIGKILL to everything that runs outside of this process. */
  async kill(): Promise<void> {
    await Promise.all([...this.#processes.values()].map((identity) => endProcess(identity, 'SIGKILL', 0)));
  }

  async #stopOne({ name, stop }: Stop): Promise<void> {
    try {
      await stop();
    } catch (error) {
      this.#with.progress.say(
        `  ! ${name} did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async #startNats(): Promise<Kept<NatsServer>> {
    const storeDir = join(this.#with.data.path, 'nats');
    let first: NatsServer | undefined;
    const launch = async (): Promise<NatsServer> => {
      // Services keep the URL that they were given.
      const server = await startNats({ storeDir, ...(first && { port: first.port, password: first.password }) });
      first ??= server;
      this.#note('nats', server.pid);
      return server;
    };
    const kept = await this.#keep('NATS', 'nats', rounds.nats, launch);
    this.#watching = recoverFromFullDisk({
      natsLogFile: join(storeDir, 'nats.log'),
      restartNats: () => kept.current().stop(),
      say: this.#host.say,
      signal: this.#over.signal,
    }).catch((error: unknown) => this.#host.say(`  ! The room on the disk is not watched any more: ${String(error)}`));
    return kept;
  }

  async #startPostgres(): Promise<Kept<PostgresServer>> {
    const dataDir = join(this.#with.data.path, 'postgres');
    let port = 0;
    const launch = async (): Promise<PostgresServer> => {
      const server = await startPostgres({ dataDir, port });
      port = server.port;
      this.#note('postgres', server.pid);
      return server;
    };
    return this.#keep('PostgreSQL', 'postgres', rounds.postgres, launch);
  }

  async #keep<T extends NatsServer | PostgresServer>(
    name: string,
    pidName: string,
    round: number,
    launch: () => Promise<T>,
  ): Promise<Kept<T>> {
    const kept = await keepRunning(launch, {
      name,
      say: this.#host.say,
      onChange: () => undefined,
      longestPauseSeconds: this.#host.longestPauseSeconds,
    });
    const stop = async (): Promise<void> => {
      await kept.stop();
      this.#note(pidName, undefined);
    };
    this.#stops.push({ round, name, stop });
    return kept;
  }

  async #startWeb(): Promise<string> {
    const web = await startWeb(this.#host);
    this.#stops.push({ round: rounds.web, name: 'Web', stop: () => web.stop() });
    return web.url;
  }

  /** Gives the URL of the scripted model, or nothing where a provider or a model of the person's own is used. */
  async #startModel(): Promise<string | undefined> {
    const { env, options } = this.#with;
    if (providersWithKeys(env).length > 0 || env['PODIUM_DEMO_MODEL_URL']) return undefined;
    const wordDelayMs = options.demoWordDelayMilliseconds;
    const model = await startScriptedModel({
      host: '127.0.0.1',
      port: 0,
      ...(wordDelayMs !== undefined && { wordDelayMs }),
    });
    this.#stops.push({ round: rounds.scriptedModel, name: 'Demo model', stop: () => model.close() });
    return model.url;
  }

  async #startService(service: ServiceDescription, env: Environment): Promise<void> {
    const { options, progress, root } = this.#with;
    if (this.#stopping) throw new Error(`${service.name} is not started any more, as everything is being stopped.`);
    const stop = await progress.step(service.name, () =>
      options.split ? startSplit(service, env, this.#host) : startInProcess(service, env, root),
    );
    this.#stops.push({ round: service.stopsInRound, name: service.name, stop });
  }

  #commonEnvironment(natsUrl: string, modelUrl: string | undefined): Environment {
    const { env, data } = this.#with;
    const inherited = Object.entries(env).filter(([name]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$|PORT$)/.test(name));
    return {
      ...Object.fromEntries(inherited),
      NODE_ENV: 'production',
      NATS_URL: natsUrl,
      PODIUM_SECRET: data.secret,
      PODIUM_DATA: data.path,
      PODIUM_RUNTIME: 'local',
      ...(modelUrl !== undefined && { PODIUM_DEMO_MODEL_URL: modelUrl }),
      HTTP_HOST: '127.0.0.1',
      LOG_LEVEL: env['LOG_LEVEL'] ?? 'info',
      LOG_FORMAT: 'json',
      LOG_FILE: data.logFile,
    };
  }

  /** Kept in the lock, for the next start to end what a crash leaves behind, and one file each for people and tests. */
  #note(name: string, pid: number | undefined): void {
    const { data } = this.#with;
    const identity = pid === undefined ? undefined : identifyProcess(pid);
    const pidFile = join(data.runDir, `${name}.pid`);
    if (identity === undefined) {
      this.#processes.delete(name);
      rmSync(pidFile, { force: true });
    } else {
      this.#processes.set(name, identity);
      writeFileSync(pidFile, `${identity.pid}\n`);
    }
    data.lock.record({ children: [...this.#processes.values()] });
  }
}
