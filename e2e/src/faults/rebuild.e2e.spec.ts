import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { startNats } from '@podium/embedded-servers';
import { connectToNats, ensureStreams, importFacts } from '@podium/jetstream';
import { PodiumStack } from '@podium/stack-driver';
import { freePort } from '@podium/testing';
import { pastOf, pastProjectIds } from './history.ts';
import { dropTables, readTables, settledTables } from './tables.ts';

const events = Number(process.env['PODIUM_FAULT_EVENTS'] ?? 2000);
const rebuiltWithinSeconds = 60 + events / 500;

test.setTimeout((180 + 2 * rebuiltWithinSeconds) * 1000);

test(`all tables, dropped on a stack with ${events} events, come back identical while reads are served`, async () => {
  const stack = await PodiumStack.start({ port: await freePort(), split: true, prepare: (dataDir) => seed(dataDir) });
  try {
    const project = `${stack.url}/api/projects/${pastProjectIds[0]}`;
    await expect.poll(() => podsReady(stack.url), { timeout: rebuiltWithinSeconds * 1000 }).toBe(pastProjectIds.length);
    // What a runtime offers is asked for once it is ready, and is a fact of its own.
    const catalogues = async () => (await readTables(stack.databaseUrl()))['gateway.catalogues']?.rows;
    await expect.poll(catalogues, { timeout: rebuiltWithinSeconds * 1000 }).toBe(pastProjectIds.length);
    const before = await settledTables(stack.databaseUrl(), rebuiltWithinSeconds);
    expect(Object.values(before).reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(events / 10);
    const board = await cardsOf(`${project}/board`);

    const reading = new AbortController();
    const answers = readAllTheTime(`${project}/board`, reading.signal);
    const droppedAt = Date.now();
    expect(await dropTables(stack.databaseUrl())).toBeGreaterThan(5);
    try {
      await expect
        .poll(() => readTables(stack.databaseUrl()), { timeout: rebuiltWithinSeconds * 1000, intervals: [500] })
        .toEqual(before);
    } finally {
      reading.abort();
    }
    const tookSeconds = (Date.now() - droppedAt) / 1000;
    const { served, refused } = await answers;
    console.log(
      `${events} events: identical after ${tookSeconds.toFixed(1)} s; reads: ${served} served, ${refused.length} not`,
    );

    expect(refused).toEqual([]);
    expect(served).toBeGreaterThan(0);
    expect(await cardsOf(`${project}/board`)).toEqual(board);
  } finally {
    await stack.dispose();
  }
});

/** Puts a past into the log before anything of the stack runs. */
async function seed(dataDir: string): Promise<void> {
  const storeDir = join(dataDir, 'nats');
  mkdirSync(storeDir, { recursive: true });
  const server = await startNats({ storeDir });
  const nats = await connectToNats({ url: server.url, name: 'fault suite' });
  try {
    await ensureStreams(nats);
    await importFacts(nats, pastOf(events));
  } finally {
    await nats.close();
    await server.stop();
  }
}

/** Pods that come up meanwhile would change the tables. */
async function podsReady(url: string): Promise<number> {
  const response = await fetch(`${url}/api/projects`);
  const { projects = [] } = (await response.json()) as { projects?: { pod: { status: string } | null }[] };
  return projects.filter(({ pod }) => pod?.status === 'ready').length;
}

async function cardsOf(url: string): Promise<unknown> {
  const response = await fetch(url);
  const { tasks } = (await response.json()) as { tasks: { id: string; title: string; status: string }[] };
  return tasks.map(({ id, title, status }) => ({ id, title, status }));
}

/** Reads without a break until the signal. Gives how many reads were served, and why the others were not. */
async function readAllTheTime(url: string, signal: AbortSignal): Promise<{ served: number; refused: string[] }> {
  let served = 0;
  const refused: string[] = [];
  while (!signal.aborted) {
    const refusal = await tryReading(url);
    if (refusal === undefined) served += 1;
    else refused.push(refusal);
    await sleep(20);
  }
  return { served, refused };
}

/** Why it was not served; undefined where it was. */
async function tryReading(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url);
    const text = await response.text();
    return response.ok ? undefined : `${response.status} ${text.slice(0, 200)}`;
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
}
