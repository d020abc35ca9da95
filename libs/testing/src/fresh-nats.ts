import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats, type NatsOptions } from '@podium/embedded-servers';
import { freePort } from './free-port.ts';
import { startReaper } from './reaper.ts';

/** A NATS server of one test's own, which may be stopped, killed and started again. */
export interface FreshNats {
  /** The same before and after a restart. */
  readonly url: string;
  readonly pid: number;
  /** Clean stop; the streams stay. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash; the streams stay. */
  kill(): Promise<void>;
  /** Starts again on the same streams and under the same URL, after `stop` or `kill`. */
  start(): Promise<void>;
  /** Stops it and removes its streams. Forgetting it is not harmful: the end of the worker does the same. */
  dispose(): Promise<void>;
}

/**
 * Starts a server on a store of its own, for a test that has to be alone (it counts streams, cuts the connection, fills
 * the disk). Always the server from the npm package, as a container would change its port at a restart.
 */
export async function freshNats(
  options: Pick<NatsOptions, 'syncInterval' | 'configExtras' | 'password'> = {},
): Promise<FreshNats> {
  const directory = mkdtempSync(join(tmpdir(), 'podium-test-nats-'));
  const reaper = startReaper(directory);
  const storeDir = join(directory, 'nats');
  // Of its own, so that nobody takes it between two starts.
  let server = await startNats({ ...options, storeDir, port: await freePort() });
  reaper.watch(server.pid);
  const { port, password, url } = server;
  return {
    url,
    get pid() {
      return server.pid;
    },
    stop: () => server.stop(),
    kill: () => server.kill(),
    async start() {
      server = await startNats({ ...options, storeDir, port, password });
      reaper.watch(server.pid);
    },
    async dispose() {
      await server.stop();
      reaper.release();
    },
  };
}
