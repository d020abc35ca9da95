import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { freePort, spawnServer, untilReady } from '@podium/embedded-servers';
import { keepRunning } from './keep-running.ts';
import type { Environment } from './options.ts';

/** One of Podium's services: an npm workspace whose package exports `start`. */
export interface ServiceDescription {
  readonly name: string;
  readonly packageName: string;
  /** Its role and its schema in the database. */
  readonly role: string;
  /** Where it stands in the order of stopping: a lower number stops earlier. */
  readonly stopsInRound: number;
}

/** Those that people and programs reach stop first, those that others rest upon last. */
export const podiumServices: readonly ServiceDescription[] = [
  { name: 'pod-svc', packageName: '@podium/pod-svc', role: 'pod_svc', stopsInRound: 4 },
  { name: 'project-svc', packageName: '@podium/project-svc', role: 'project_svc', stopsInRound: 3 },
  { name: 'task-svc', packageName: '@podium/task-svc', role: 'task_svc', stopsInRound: 3 },
  { name: 'session-svc', packageName: '@podium/session-svc', role: 'session_svc', stopsInRound: 2 },
  { name: 'gateway', packageName: '@podium/gateway', role: 'gateway', stopsInRound: 1 },
];

/** What `start` of a service gives back. */
interface RunningService {
  readonly name: string;
  /** Answers 200 when the service is ready for work. */
  readonly healthUrl: string;
  close(): Promise<void>;
}

const readyWithinSeconds = 60;

/** Names of all processes of a service. */
export function instanceNames(service: string, replicas: number): string[] {
  return replicas === 1 ? [service] : Array.from({ length: replicas }, (_, index) => `${service}-${index + 1}`);
}

/** Runs a service in this process. */
export async function startInProcess(
  service: ServiceDescription,
  env: Environment,
  root: string,
): Promise<() => Promise<void>> {
  const entry = await import(pathToFileURL(entryOf(service, root)).href);
  const start: unknown = entry.start;
  if (typeof start !== 'function') throw new Error(`${service.packageName} exports no start function.`);
  const running = (await start(env)) as RunningService;
  const deadline = performance.now() + readyWithinSeconds * 1000;
  for (;;) {
    const problem = await healthProblem(running.healthUrl);
    if (problem === undefined) return () => running.close();
    if (performance.now() > deadline) {
      await running.close();
      throw new Error(`${service.name} was not ready in ${readyWithinSeconds} s: ${problem}`);
    }
    await sleep(50);
  }
}

export interface SplitHost {
  readonly root: string;
  readonly logFile: string;
  readonly say: (text: string) => void;
  /** Told of each process of a service as it starts, so that it can be found later. */
  readonly onProcess: (name: string, pid: number | undefined) => void;
  /** Before a process that ended is started again. */
  readonly longestPauseSeconds: number;
}

/** A service that runs in a process of its own. */
export interface SplitService {
  /** Base of its HTTP server. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Runs a service in a process of its own, and starts it again when it dies. Its port stays the same.
 *
 * @param name tells it from other processes of the same service.
 */
export async function startSplit(
  service: ServiceDescription,
  env: Environment,
  host: SplitHost,
  name: string = service.name,
): Promise<SplitService> {
  const port = Number(env['HTTP_PORT']) || (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const launch = async () => {
    const server = await spawnServer({
      command: process.execPath,
      args: ['--enable-source-maps', join(dirname(entryOf(service, host.root)), 'main.js')],
      env: { ...env, HTTP_PORT: String(port) },
      cwd: host.root,
      logFile: host.logFile,
      signalOnOwnersDeath: 'SIGTERM',
    });
    host.onProcess(name, server.pid);
    try {
      await untilReady(server, name, () => expectHealthy(`${url}/health/ready`), 0.05);
    } catch (error) {
      await server.kill();
      throw error;
    }
    return {
      identity: server.identity,
      ended: server.ended,
      stop: () => server.stop({ signal: 'SIGTERM', graceSeconds: 6 }),
    };
  };
  const kept = await keepRunning(launch, {
    name,
    say: host.say,
    onChange: () => undefined,
    longestPauseSeconds: host.longestPauseSeconds,
  });
  return {
    url,
    async stop() {
      await kept.stop();
      host.onProcess(name, undefined);
    },
  };
}

function entryOf(service: ServiceDescription, root: string): string {
  return createRequire(join(root, 'package.json')).resolve(service.packageName);
}

async function expectHealthy(url: string): Promise<void> {
  const problem = await healthProblem(url);
  if (problem !== undefined) throw new Error(problem);
}

async function healthProblem(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return response.ok ? undefined : `${response.status} ${(await response.text()).slice(0, 500)}`;
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return reason instanceof Error ? reason.message : String(reason);
  }
}
