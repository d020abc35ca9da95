import type { GaugeReader, Logger } from '@podium/service-kit';
import { z } from 'zod';
import { shareRunning } from './share-running.ts';

/** What of a server's `/varz` is used. Sizes in bytes. */
const serverSchema = z.object({
  server_name: z.string(),
  mem: z.number(),
  connections: z.number(),
  slow_consumers: z.number(),
  jetstream: z.object({
    config: z.object({ max_storage: z.number() }),
    stats: z.object({ storage: z.number() }),
  }),
});

type Server = z.infer<typeof serverSchema>;

const timeoutMilliseconds = 2_000;

/** The servers of the log, as their own monitoring pages tell. A server that does not answer is left out. */
export function natsGauges(urls: readonly string[], logger: Logger): GaugeReader[] {
  const readServers = shareRunning(() => Promise.all(urls.map((url) => readServer(url, logger))));
  const gauge = (name: string, help: string, valueOf: (server: Server) => number): GaugeReader => ({
    name,
    help,
    labels: ['server'],
    read: async () =>
      (await readServers()).flatMap((server) =>
        server ? [{ labels: { server: server.server_name }, value: valueOf(server) }] : [],
      ),
  });
  if (urls.length === 0) return [];
  return [
    gauge(
      'podium_log_disk_used_bytes',
      'Size of all streams on this server',
      ({ jetstream }) => jetstream.stats.storage,
    ),
    gauge(
      'podium_log_disk_limit_bytes',
      'What the streams of this server may take',
      ({ jetstream }) => jetstream.config.max_storage,
    ),
    gauge('podium_log_memory_bytes', 'Memory of the NATS server', ({ mem }) => mem),
    gauge('podium_log_connections', 'Clients of the NATS server', ({ connections }) => connections),
    gauge(
      'podium_log_slow_consumers',
      'Clients that the NATS server has cut off because they did not read, since it started',
      ({ slow_consumers: count }) => count,
    ),
  ];
}

/** Undefined where the server does not answer. */
async function readServer(url: string, logger: Logger): Promise<Server | undefined> {
  let page: unknown;
  try {
    const response = await fetch(`${url}/varz`, { signal: AbortSignal.timeout(timeoutMilliseconds) });
    page = await response.json();
  } catch (error) {
    logger.debug({ err: error, url }, 'monitoring page of NATS did not answer');
    return undefined;
  }
  return serverSchema.parse(page);
}
