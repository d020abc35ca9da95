import { setTimeout as sleep } from 'node:timers/promises';
import { CommandHandler, type Aggregate } from '@podium/event-sourcing';
import { JetStreamEventLog, JetStreamSnapshots, streamInfo, streams } from '@podium/jetstream';
import type { NatsConnection } from 'nats';
import { median, percentile, sorted, type Figure, type Samples } from '../harness.ts';
import { Scratch } from '../scratch.ts';
import { card, type CardCommand, type CardState } from './card.ts';
import { seed } from './seed.ts';
import { newTasks, taskFacts } from './task-facts.ts';

const factsPerTask = 100;
const smallLogTasks = 10;
const largeLogTasks = 10_000;
/** Tasks that are worked on at the same time: their facts stand between one another's. */
const activeTasks = 100;
const rounds = 5;
const loadsPerRound = 1_000;
const loadsOfFacts = 200;
const seenAtOnce = 20;
const savedWithinMs = 60_000;

interface Subject {
  readonly nc: NatsConnection;
  readonly tasks: readonly Aggregate[];
}

/**
 * Loading one task of 100 facts, as a service does that has just been started, from a short log and from a long one in
 * turns. Each load from the long log is of another task, far from the one before: nothing of it is in memory anywhere.
 * Services have seen every task before, and left a snapshot of its state.
 *
 * What reading all facts of such a task costs is for information: the server reads whole blocks of 8 MB then.
 */
export function measureLoading(): Promise<Figure[]> {
  return Scratch.use(async (scratch) => {
    const small = await seededLog(scratch, 'small', smallLogTasks);
    const large = await seededLog(scratch, 'large', largeLogTasks);
    const smallRounds: Samples[] = [];
    const largeRounds: Samples[] = [];
    for (let round = 0; round < rounds; round++) {
      const samples = await loadInTurns(small, large, round);
      smallRounds.push(sorted(samples.small));
      largeRounds.push(sorted(samples.large));
    }
    return [
      ...figures(smallRounds, largeRounds),
      ...factsFigures('1,000', await loadFacts(small)),
      ...factsFigures('1,000,000', await loadFacts(large)),
    ];
  });
}

function figures(small: readonly Samples[], large: readonly Samples[]): Figure[] {
  const at = (share: number, samples: readonly Samples[]): number[] => samples.map((own) => percentile(own, share));
  const smallP99 = at(0.99, small);
  const largeP99 = at(0.99, large);
  return [
    median({ name: 'load a task of 100 facts from a log of 1,000, p50', unit: 'ms', rounds: at(0.5, small) }),
    median({ name: 'load a task of 100 facts from a log of 1,000, p99', unit: 'ms', rounds: smallP99 }),
    median({ name: 'any task of 100 facts from a log of 1,000,000, p50', unit: 'ms', rounds: at(0.5, large) }),
    median({ name: 'any task of 100 facts from a log of 1,000,000, p99', unit: 'ms', rounds: largeP99 }),
    median({
      name: 'load from the large log against the small one, p99',
      unit: '×',
      atMost: 1.5,
      rounds: largeP99.map((value, round) => value / (smallP99[round] ?? 0)),
    }),
  ];
}

function factsFigures(log: string, samples: Samples): Figure[] {
  return [
    { name: `all 100 facts without a snapshot, log of ${log}, p50`, value: percentile(samples, 0.5), unit: 'ms' },
    { name: `all 100 facts without a snapshot, log of ${log}, p99`, value: percentile(samples, 0.99), unit: 'ms' },
  ];
}

async function seededLog(scratch: Scratch, name: string, taskCount: number): Promise<Subject> {
  const nc = await scratch.connect(await scratch.nats(name));
  const tasks = newTasks(taskCount);
  for (let start = 0; start < taskCount; start += activeTasks) {
    await seed(nc, taskFacts(tasks.slice(start, start + activeTasks), factsPerTask));
  }
  await leaveSnapshots({ nc, tasks });
  return { nc, tasks };
}

/** What services leave behind that have carried out commands on all tasks. */
async function leaveSnapshots({ nc, tasks }: Subject): Promise<void> {
  const handler = newHandler(nc);
  for (let start = 0; start < tasks.length; start += seenAtOnce) {
    await Promise.all(tasks.slice(start, start + seenAtOnce).map((task) => handler.state(task)));
  }
  const deadline = performance.now() + savedWithinMs;
  while ((await streamInfo(nc, streams.snapshots)).state.messages < tasks.length) {
    if (performance.now() > deadline) throw new Error('Not all tasks have got their snapshots.');
    await sleep(100);
  }
}

function newHandler(nc: NatsConnection): CommandHandler<CardState, CardCommand> {
  const onFailure = (error: unknown): never => {
    throw error;
  };
  const snapshots = { store: new JetStreamSnapshots(nc), rules: 'bench', onFailure, quietSeconds: 0 };
  return new CommandHandler(new JetStreamEventLog(nc), card, { source: 'bench', snapshots });
}

async function loadInTurns(
  small: Subject,
  large: Subject,
  round: number,
): Promise<{ small: number[]; large: number[] }> {
  const samples = { small: [] as number[], large: [] as number[] };
  for (let index = 0; index < loadsPerRound; index++) {
    const place = placeOf(round * loadsPerRound + index);
    samples.small.push(await load(small, place));
    samples.large.push(await load(large, place));
  }
  return samples;
}

/** Steps of the golden ratio do not come back to where they have been, and are far from one another. */
function placeOf(index: number): number {
  return (index * 0.618_034) % 1;
}

/** By a handler that remembers nothing. */
async function load(subject: Subject, place: number): Promise<number> {
  const handler = newHandler(subject.nc);
  const begin = performance.now();
  const { state } = await handler.state(taskAt(subject, place));
  const milliseconds = performance.now() - begin;
  if (state.kind !== 'live' || state.rank !== `a${factsPerTask}`) throw new Error('The task is not as it should be.');
  return milliseconds;
}

async function loadFacts(subject: Subject): Promise<Samples> {
  const log = new JetStreamEventLog(subject.nc);
  const samples: number[] = [];
  for (let index = 0; index < loadsOfFacts; index++) {
    const begin = performance.now();
    const facts = await log.load(taskAt(subject, placeOf(index)));
    samples.push(performance.now() - begin);
    if (facts.length !== factsPerTask) throw new Error(`${facts.length} facts were loaded.`);
  }
  return sorted(samples);
}

/** The task at a place (0 to 1) of the log. */
function taskAt({ tasks }: Subject, place: number): Aggregate {
  const task = tasks[Math.floor(place * tasks.length)];
  if (!task) throw new Error('There are no tasks.');
  return task;
}
