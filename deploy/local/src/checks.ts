import { statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { systemErrorCode } from '@podium/embedded-servers';
import { StartError } from './start-error.ts';

/** Below this JetStream and PostgreSQL could run full while agents work. */
const neededMegabytes = 500;

/** @throws StartError when there is too little room for the data. */
export async function checkDiskSpace(dataDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const freeMegabytes = Math.floor((bavail * bsize) / 1_000_000);
  if (freeMegabytes >= neededMegabytes) return;
  throw new StartError(
    `Only ${freeMegabytes} MB are free for ${dataDir}, and Podium needs ${neededMegabytes} MB. ` +
      `Make room, or choose another disk: PODIUM_DATA=/path/with/room npm start`,
  );
}

/** @throws StartError when another program listens on the port, or this user may not. */
export async function checkPort(port: number): Promise<void> {
  // Browsers may take `localhost` for either address: a stranger on one of them would answer in our place.
  for (const host of ['127.0.0.1', '::1']) {
    const code = await tryListening(port, host);
    if (code === undefined || code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') continue;
    if (code === 'EADDRINUSE') {
      const other = port < 65_535 ? port + 1 : 3000;
      throw new StartError(`Port ${port} is taken by another program. Choose another one: PORT=${other} npm start`);
    }
    const fix = code === 'EACCES' ? 'Ports below 1024 need more rights; choose' : 'Choose';
    throw new StartError(`Port ${port} cannot be used (${code}). ${fix} another one: PORT=3000 npm start`);
  }
}

function tryListening(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(systemErrorCode(error) ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
