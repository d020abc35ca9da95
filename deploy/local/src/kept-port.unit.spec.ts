import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startAtKeptPort } from './kept-port.ts';

interface Listening {
  readonly port: number;
  readonly server: Server;
}

function listen(port: number): Promise<Listening> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}

const close = ({ server }: Listening) => new Promise((resolve) => server.close(resolve));

describe('startAtKeptPort', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'podium-kept-port-'));
    file = join(directory, 'port');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is at the same port at the next start', async () => {
    const first = await startAtKeptPort(file, listen);
    await close(first);
    const second = await startAtKeptPort(file, listen);
    await close(second);
    expect(second.port).toBe(first.port);
  });

  it('goes elsewhere where somebody else has it now, and stays there', async () => {
    const other = await listen(0);
    writeFileSync(file, String(other.port));
    const server = await startAtKeptPort(file, listen);
    await close(server);
    await close(other);
    expect(server.port).not.toBe(other.port);
    expect(readFileSync(file, 'utf8')).toBe(String(server.port));
  });

  it.each(['', 'nonsense', '-1', '70000', '1.5'])('passes over a file that says %j', async (text) => {
    writeFileSync(file, text);
    const server = await startAtKeptPort(file, listen);
    await close(server);
    expect(server.port).toBeGreaterThan(0);
  });

  it('tells every other failure', async () => {
    const start = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    writeFileSync(file, '4000');
    await expect(startAtKeptPort(file, start)).rejects.toThrow('no');
  });
});
