import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort, spawnServer, untilReady, type ServerProcess } from '@podium/embedded-servers';
import { keepRunning, type Kept, type Replaceable } from './keep-running.ts';
import type { SplitHost } from './services.ts';
import { StartError } from './start-error.ts';

export interface Web {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Runs the built web on a free loopback port; the gateway passes pages on from the public one.
 *
 * @param name tells it from other processes of the web.
 */
export async function startWeb(host: SplitHost, name = 'web', memoryMegabytes = 256): Promise<Web> {
  const folder = join(host.root, 'web');
  if (!existsSync(join(folder, '.next', 'BUILD_ID'))) {
    throw new StartError('The web is not built. Run "npm run build -w web", or "npm start", which does it.');
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const next = join(
    dirname(createRequire(join(folder, 'package.json')).resolve('next/package.json')),
    'dist',
    'bin',
    'next',
  );
  const launch = async (): Promise<Replaceable> => {
    const server = await spawnServer({
      command: process.execPath,
      args: [`--max-old-space-size=${memoryMegabytes}`, next, 'start', '-H', '127.0.0.1', '-p', String(port)],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
      },
      cwd: folder,
      logFile: host.logFile,
      signalOnOwnersDeath: 'SIGTERM',
    });
    host.onProcess(name, server.pid);
    await untilAnswering(server, url);
    return {
      identity: server.identity,
      ended: server.ended,
      stop: () => server.stop({ signal: 'SIGTERM', graceSeconds: 2 }),
    };
  };
  const kept: Kept<Replaceable> = await keepRunning(launch, {
    name: 'Web',
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

/** Any answer will do: what a page shows is the gateway's matter, which is not there yet. */
async function untilAnswering(server: ServerProcess, url: string): Promise<void> {
  try {
    await untilReady(server, 'The web', () => fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) }), 0.05);
  } catch (error) {
    await server.kill();
    throw error;
  }
}
