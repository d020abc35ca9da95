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
import { serviceEnvironment } from './environment.ts';
import { recoverFromFullDisk } from './full-disk.ts';
import { startAtKeptPort } from './kept-port.ts';
import { keepRunning, type Kept } from './keep-running.ts';
import { LoadBalancer } from './load-balancer.ts';
import { providersWithKeys } from './model.ts';
import type { Environment, StartOptions } from './options.ts';
import type { Progress } from './progress.ts';
import { forgetRunningStack, noteRunningStack } from './running-stack.ts';
import { instanceNames, startInProcess, startSplit, type ServiceDescription, type SplitHost } from './services.ts';
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

const rounds = { newConnections: 0, web: 1, oldConnections: 2, scriptedModel: 5, postgres: 6, nats: 7 } as const;

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
    const web = this.#with.progress.step('Web', () =>
      allOrFirstError(instanceNames('web', this.#with.options.replicas).map((name) => this.#startWeb(name))),
    );
    await allOrFirstError([web, this.#startBehindTheWeb(web)]);
  }

  async #startBehindTheWeb(web: Promise<readonly string[]>): Promise<void> {
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
    const common = serviceEnvironment(this.#with.env, data, { natsUrl: nats.current().url, modelUrl });
    const start = (service: ServiceDescription, port: number, more: readonly Environment[] = []): Promise<string[]> => {
      const env = { ...common, DATABASE_URL: databaseUrls.get(service.role), HTTP_PORT: String(port) };
      return this.#startService(service, env, more);
    };
    const inside = services.filter(({ name }) => name !== 'gateway');
    await allOrFirstError(inside.map((service) => start(service, 0)));
    const isBalanced = options.replicas > 1;
    const pages = (await web).map((WEB_URL) => ({ WEB_URL }));
    for (const gateway of services.filter(({ name }) => name === 'gateway')) {
      const urls = await start(gateway, isBalanced ? 0 : options.port, pages);
      if (isBalanced) await this.#balance(urls);
    }
  }

  /** In front of several gateways, on the port that people use. */
  async #balance(targets: readonly string[]): Promise<void> {
    const balancer = await LoadBalancer.listen({ port: this.#with.options.port, targets });
    const name = 'Load balancer';
    this.#stops.push({ round: rounds.newConnections, name, stop: () => Promise.resolve(balancer.drain()) });
    this.#stops.push({ round: rounds.oldConnections, name, stop: () => Promise.resolve(balancer.close()) });
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

  async #startWeb(name: string): Promise<string> {
    const web = await startWeb(this.#host, name);
    this.#stops.push({ round: rounds.web, name: 'Web', stop: () => web.stop() });
    return web.url;
  }

  /** Gives the URL of the scripted model, or nothing where a provider or a model of the person's own is used. */
  async #startModel(): Promise<string | undefined> {
    const { env, options } = this.#with;
    if (providersWithKeys(env).length > 0 || env['PODIUM_DEMO_MODEL_URL']) return undefined;
    const wordDelayMs = options.demoWordDelayMilliseconds;
    const model = await startAtKeptPort(join(this.#with.data.runDir, 'demo-model.port'), (port) =>
      startScriptedModel({ host: '127.0.0.1', port, ...(wordDelayMs !== undefined && { wordDelayMs }) }),
    );
    this.#stops.push({ round: rounds.scriptedModel, name: 'Demo model', stop: () => model.close() });
    return model.url;
  }

  /**
   * Starts all processes of a service, or the one in this process.
   *
   * @param more for each of them.
   * @returns the base URLs of those in processes of their own.
   */
  async #startService(service: ServiceDescription, env: Environment, more: readonly Environment[]): Promise<string[]> {
    const { options, progress, root } = this.#with;
    const { name } = service;
    if (this.#stopping) throw new Error(`${name} is not started any more, as everything is being stopped.`);
    const stopLater = (stop: () => Promise<void>): void =>
      void this.#stops.push({ round: service.stopsInRound, name, stop });
    const startOne = async (instance: string, index: number): Promise<string[]> => {
      const own = { ...env, ...more[index] };
      if (!options.split) {
        stopLater(await startInProcess(service, own, root));
        return [];
      }
      const running = await startSplit(service, own, this.#host, instance);
      stopLater(() => running.stop());
      return [running.url];
    };
    const urls = await progress.step(name, () => allOrFirstError(instanceNames(name, options.replicas).map(startOne)));
    return urls.flat();
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
