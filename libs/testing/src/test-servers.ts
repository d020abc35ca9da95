import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  identifyProcess,
  isRunning,
  startNats,
  startPostgres,
  systemErrorCode,
  type ProcessIdentity,
} from '@podium/embedded-servers';
import { startContainerServers } from './container-servers.ts';
import { startReaper } from './reaper.ts';
import type { TestServers } from './server-set.ts';

/** What one test file leaves for the next one in the same worker: Jest gives each file fresh modules and globals. */
interface WorkerRecord {
  readonly owner: ProcessIdentity | undefined;
  readonly processes: readonly ProcessIdentity[];
  readonly servers: TestServers;
}

let starting: Promise<TestServers> | undefined;

/**
 * One NATS (with JetStream) and one PostgreSQL for this Jest worker, started at first use and stopped when the worker
 * ends in any way. `PODIUM_TEST_SERVERS=containers` takes the official container images instead.
 *
 * @throws EmbeddedServerError or TestServersError when they cannot be had; the message names the fix.
 */
export function testServers(): Promise<TestServers> {
  starting ??= ofThisWorker();
  return starting;
}

async function ofThisWorker(): Promise<TestServers> {
  const directory = join(tmpdir(), `podium-test-${process.pid}`);
  const recordFile = join(directory, 'worker.json');
  const earlier = readRecord(recordFile);
  if (earlier !== undefined && belongsHere(earlier)) return earlier.servers;

  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { mode: 0o700 });
  const inContainers = process.env['PODIUM_TEST_SERVERS'] === 'containers';
  const { servers, processes } = inContainers ? await containers(directory) : await embedded(directory);
  const record: WorkerRecord = { owner: identifyProcess(process.pid), processes, servers };
  writeFileSync(recordFile, JSON.stringify(record), { mode: 0o600 });
  return servers;
}

async function containers(directory: string): Promise<Omit<WorkerRecord, 'owner'>> {
  startReaper(directory);
  return { servers: await startContainerServers(), processes: [] };
}

async function embedded(directory: string): Promise<Omit<WorkerRecord, 'owner'>> {
  const reaper = startReaper(directory);
  // Nothing here outlives the worker, so that nothing has to be forced to the disk.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const [nats, postgres] = await Promise.all([
    startNats({ storeDir: join(directory, 'nats'), syncInterval: '1m' }),
    startPostgres({ dataDir: join(directory, 'postgres'), settings }),
  ]);
  const processes = [nats.pid, postgres.pid].map(identifyProcess).filter((identity) => identity !== undefined);
  processes.forEach(({ pid }) => reaper.watch(pid));
  const { host, port, user, password } = postgres;
  return { servers: { natsUrl: nats.url, postgres: { host, port, user, password } }, processes };
}

function belongsHere({ owner, processes }: WorkerRecord): boolean {
  return owner !== undefined && owner.pid === process.pid && [owner, ...processes].every(isRunning);
}

function readRecord(path: string): WorkerRecord | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as WorkerRecord;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
