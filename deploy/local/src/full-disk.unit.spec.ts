import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import { recoverFromFullDisk } from './full-disk.ts';

const failure = `[ERR] JetStream failed to store a msg on stream '$G > EVENTS': write 1.blk: no space left on device\n`;

let directory: string;
let natsLogFile: string;
let watching: AbortController;
let free: number;
let restarts: number;
let said: string[];
let ended: Promise<void>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podium-full-disk-'));
  natsLogFile = join(directory, 'nats.log');
  writeFileSync(natsLogFile, failure);
  watching = new AbortController();
  [free, restarts, said] = [1000, 0, []];
  ended = recoverFromFullDisk({
    natsLogFile,
    restartNats: () => Promise.resolve(void (restarts += 1)),
    say: (text) => void said.push(text),
    signal: watching.signal,
    freeMegabytes: () => Promise.resolve(free),
    intervalSeconds: 0.01,
  });
});
afterEach(async () => {
  watching.abort();
  await ended;
  rmSync(directory, { recursive: true });
});

describe('a full disk', () => {
  it('is followed by one new start of NATS, as soon as there is room', async () => {
    free = 3;
    appendFileSync(natsLogFile, failure);
    await eventually(() => said.some((text) => text.includes('3 MB free')));
    expect(restarts).toBe(0);
    free = 1000;
    await eventually(() => restarts === 1);
    appendFileSync(natsLogFile, '[INF] Server is ready\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(restarts).toBe(1);
    appendFileSync(natsLogFile, failure);
    await eventually(() => restarts === 2);
  });

  it('of an earlier run does not matter', async () => {
    appendFileSync(natsLogFile, '[INF] Server is ready\n');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(restarts).toBe(0);
  });
});
