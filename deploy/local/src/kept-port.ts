import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { systemErrorCode } from '@podium/embedded-servers';

/**
 * Starts a server at the port of the start before, where that is still free, and at any other one where it is not:
 * agents that outlived that start know its address.
 *
 * @param file holds the port from start to start
 * @param start gets a port, 0 for any; rejects with EADDRINUSE where that one is taken
 */
export async function startAtKeptPort<S extends { readonly port: number }>(
  file: string,
  start: (port: number) => Promise<S>,
): Promise<S> {
  const kept = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  const server = await startAt(Number.isInteger(kept) && kept > 0 && kept < 65_536 ? kept : 0, start);
  writeFileSync(file, String(server.port), { mode: 0o600 });
  return server;
}

async function startAt<S>(port: number, start: (port: number) => Promise<S>): Promise<S> {
  try {
    return await start(port);
  } catch (error) {
    if (port === 0 || systemErrorCode(error) !== 'EADDRINUSE') throw error;
    return start(0);
  }
}
