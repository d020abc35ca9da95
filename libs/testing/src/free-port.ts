import { createServer } from 'node:net';

/**
 * Below the ports that systems give to whoever asks for any (Linux from 32,768 on, others from 49,152 on): what is given
 * out here is taken by nobody in between, be it the port of a server that is started later or of one that is restarted.
 */
const firstPort = 10_100;
const portsPerProcess = 50;
const processes = 400;

/** Not from the first one on: each file of tests begins anew in the same process. */
let given = Math.floor(Math.random() * portsPerProcess);

/** A TCP port on loopback that nobody listens on, out of those of this process alone. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < portsPerProcess; tries += 1) {
    const port = firstPort + (process.pid % processes) * portsPerProcess + (given % portsPerProcess);
    given += 1;
    if (await isFree(port)) return port;
  }
  throw new Error('All ports of this process are taken.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
