import type { Aggregate } from '@podium/event-sourcing';
import { JetStreamEventLog } from '@podium/jetstream';
import { median, percentile, sorted, type Figure, type Samples } from '../harness.ts';
import { Scratch } from '../scratch.ts';
import { seed } from './seed.ts';
import { newTasks, taskFacts } from './task-facts.ts';

const factsPerTask = 100;
const smallLogTasks = 10;
const largeLogTasks = 10_000;
/** Tasks that are worked on at the same time: their facts stand between one another's. */
const activeTasks = 100;
const rounds = 5;
const loadsPerRound = 1_000;
const coldLoads = 200;

interface Subject {
  readonly log: JetStreamEventLog;
  readonly tasks: readonly Aggregate[];
}

/**
 * Loading one task of 100 facts from a short log and from a long one, in turns; in each round a task from another place
 * of the log. What a task costs whose part of the log nobody has read for a while is for information: the server reads
 * whole blocks of 8 MB into memory then.
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
    const cold = await loadAnywhere(large);
    return [
      ...figures(smallRounds, largeRounds),
      { name: 'load 100 facts from anywhere in the large log, p50', value: percentile(cold, 0.5), unit: 'ms' },
      { name: 'load 100 facts from anywhere in the large log, p99', value: percentile(cold, 0.99), unit: 'ms' },
    ];
  });
}

function figures(small: readonly Samples[], large: readonly Samples[]): Figure[] {
  const at = (share: number, samples: readonly Samples[]): number[] => samples.map((own) => percentile(own, share));
  const smallP99 = at(0.99, small);
  const largeP99 = at(0.99, large);
  return [
    median({ name: 'load 100 facts from a log of 1,000, p50', unit: 'ms', rounds: at(0.5, small) }),
    median({ name: 'load 100 facts from a log of 1,000, p99', unit: 'ms', rounds: smallP99 }),
    median({ name: 'load 100 facts from a log of 1,000,000, p50', unit: 'ms', rounds: at(0.5, large) }),
    median({ name: 'load 100 facts from a log of 1,000,000, p99', unit: 'ms', rounds: largeP99 }),
    median({
      name: 'load from the large log against the small one, p99',
      unit: '×',
      atMost: 1.5,
      rounds: largeP99.map((value, round) => value / (smallP99[round] ?? 0)),
    }),
  ];
}

async function seededLog(scratch: Scratch, name: string, taskCount: number): Promise<Subject> {
  const nc = await scratch.connect(await scratch.nats(name));
  const tasks = newTasks(taskCount);
  for (let start = 0; start < taskCount; start += activeTasks) {
    await seed(nc, taskFacts(tasks.slice(start, start + activeTasks), factsPerTask));
  }
  return { log: new JetStreamEventLog(nc), tasks };
}

async function loadInTurns(
  small: Subject,
  large: Subject,
  round: number,
): Promise<{ small: number[]; large: number[] }> {
  const samples = { small: [] as number[], large: [] as number[] };
  const place = (round + 0.5) / rounds;
  for (let index = 0; index < loadsPerRound; index++) {
    samples.small.push(await load(small, place));
    samples.large.push(await load(large, place));
  }
  return samples;
}

/** Always from a part of the log that is far from the one before. */
async function loadAnywhere(subject: Subject): Promise<Samples> {
  const samples: number[] = [];
  // Steps of the golden ratio do not come back to where they have been.
  for (let index = 0; index < coldLoads; index++) samples.push(await load(subject, (index * 0.618_034) % 1));
  return sorted(samples);
}

/** The task at a place (0 to 1) of the log. */
async function load({ log, tasks }: Subject, place: number): Promise<number> {
  const task = tasks[Math.floor(place * tasks.length)];
  if (!task) throw new Error('There are no tasks.');
  const begin = performance.now();
  const facts = await log.load(task);
  const milliseconds = performance.now() - begin;
  if (facts.length !== factsPerTask) throw new Error(`${facts.length} facts were loaded.`);
  return milliseconds;
}
