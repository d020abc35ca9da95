import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, spawnServer, untilReady } from '@podium/embedded-servers';

/** As the services are built. */
const program = fileURLToPath(new URL('../../../services/task-svc/dist/main.js', import.meta.url));

/** Some processes of task-svc. */
export interface TaskServices {
  stop(): Promise<void>;
}

/** Starts so many processes of task-svc on the same log and database, and returns when all are ready. */
export async function startTaskServices(
  count: number,
  servers: { readonly natsUrl: string; readonly databaseUrl: string },
): Promise<TaskServices> {
  const folder = mkdtempSync(join(tmpdir(), 'podium-bench-task-svc-'));
  const processes = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const port = await freePort();
      const server = await spawnServer({
        command: process.execPath,
        args: [program],
        env: {
          PATH: process.env['PATH'],
          NODE_ENV: 'production',
          NATS_URL: servers.natsUrl,
          DATABASE_URL: servers.databaseUrl,
          PODIUM_SECRET: 'only for this measurement',
          HTTP_PORT: String(port),
          LOG_LEVEL: 'warn',
        },
        cwd: folder,
        logFile: join(folder, `${index}.log`),
        signalOnOwnersDeath: 'SIGKILL',
      });
      const name = `task-svc ${index + 1}`;
      await untilReady(server, name, () => expectReady(`http://127.0.0.1:${port}/health/ready`), 0.05);
      return server;
    }),
  );
  return {
    async stop() {
      await Promise.all(processes.map((server) => server.stop({ signal: 'SIGTERM', graceSeconds: 6 })));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function expectReady(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
}
