import { expect, test } from '@playwright/test';
import type { BoardView } from '@podium/board';
import { PodiumStack } from '@podium/stack-driver';
import { freePort } from '@podium/testing';
import { endStates, findFaults, foldBoards, readLog, type Log } from './audit.ts';
import { killAtRandom } from './killer.ts';
import { PersistentClient } from './persistent-client.ts';
import { Random } from './random.ts';
import { dropTables, readTables, settledTables } from './tables.ts';
import { work } from './workload.ts';

const kills = Number(process.env['PODIUM_FAULT_KILLS'] ?? 20);
const seed = Number(process.env['PODIUM_FAULT_SEED'] ?? 1);

/** Quick enough for many kills; the demo model does not wait between its words, but where the task says "slowly". */
const env = { PODIUM_RESTART_SECONDS: '0.2', PODIUM_DEMO_WORD_DELAY_MS: '1' };
const longestPauseSeconds = 2.4;
const secondsPerKill = 4;

test.setTimeout((240 + kills * secondsPerKill) * 1000);

test(`${kills} SIGKILLs of services at random moments end as the undisturbed run does (seed ${seed})`, async () => {
  const disturbed = await disturbedRun();
  expect(findFaults(disturbed.log, disturbed.client.acknowledged)).toEqual([]);

  const undisturbed = await undisturbedRun(disturbed.told);
  expect(findFaults(undisturbed.log, undisturbed.client.acknowledged)).toEqual([]);
  expect(endStates(disturbed.log.facts)).toEqual(endStates(undisturbed.log.facts));
  expect(answersOf(disturbed.client)).toEqual(answersOf(undisturbed.client));
});

interface Run {
  readonly client: PersistentClient;
  readonly log: Log;
  /** Stories told. */
  readonly told: number;
}

async function disturbedRun(): Promise<Run> {
  return withStack(async (stack) => {
    const client = new PersistentClient(stack.url);
    const ended = new AbortController();
    let isKilling = true;
    const startedAt = Date.now();
    const killing = killAtRandom({
      stack,
      random: new Random(seed),
      kills,
      longestPauseSeconds,
      signal: ended.signal,
      onKill: (killed) => {
        if (killed % 50 === 0) console.log(`${killed} kills, ${client.acknowledged.length} requests answered`);
      },
    }).finally(() => (isKilling = false));
    const telling = work({ client, seed, goesOn: () => isKilling }).finally(() => ended.abort());
    const [counts, { projectIds, told }] = await Promise.all([killing, telling]);
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    console.log(
      `${seconds} s; kills: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}; stories: ${told}; ` +
        `requests: ${client.acknowledged.length}, of which ${client.repeated} tries more`,
    );
    return { client, told, log: await inspect(stack, client, projectIds) };
  });
}

async function undisturbedRun(stories: number): Promise<Run> {
  return withStack(async (stack) => {
    const client = new PersistentClient(stack.url);
    const { projectIds, told } = await work({ client, seed, goesOn: (begun) => begun < stories });
    return { client, told, log: await inspect(stack, client, projectIds) };
  });
}

/** The boards are the fold of the log, and so is every table of every service. */
async function inspect(stack: PodiumStack, client: PersistentClient, projectIds: readonly string[]): Promise<Log> {
  await stack.untilReady();
  const log = await readLog(stack.natsUrl());
  const folded = [...foldBoards(log.facts).values()].map(withoutPosition);
  const shown = async () => (await Promise.all(projectIds.map((id) => client.board(id)))).map(withoutPosition);
  await expect.poll(shown).toMatchObject(folded);
  const tables = await settledTables(stack.databaseUrl());
  await dropTables(stack.databaseUrl());
  await expect.poll(() => readTables(stack.databaseUrl()), { timeout: 120_000 }).toEqual(tables);
  return log;
}

/** How far a reader is, which is not what it shows. */
function withoutPosition({ position: _, ...board }: BoardView): Omit<BoardView, 'position'> {
  return board;
}

/** By key: the same request gets the same kind of answer. */
function answersOf({ acknowledged }: PersistentClient): Record<string, string> {
  return Object.fromEntries(acknowledged.map(({ key, status, code }) => [key, `${status} ${code ?? ''}`]));
}

async function withStack<T>(use: (stack: PodiumStack) => Promise<T>): Promise<T> {
  const stack = await PodiumStack.start({ port: await freePort(), split: true, env });
  try {
    return await use(stack);
  } finally {
    await stack.dispose();
  }
}
