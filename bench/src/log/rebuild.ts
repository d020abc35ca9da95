import { ProjectionRunner } from '@podium/projections';
import { createDataSource, createLogger } from '@podium/service-kit';
import { median, seconds, type Figure } from '../harness.ts';
import { Scratch } from '../scratch.ts';
import { readBare } from './bare-reader.ts';
import { seed } from './seed.ts';
import { TaskRow, taskProjection } from './task-row.ts';
import { newTasks, taskFacts } from './task-facts.ts';

const taskCount = 100_000;
const factsPerTask = 10;
const factCount = taskCount * factsPerTask;
const rounds = 3;
const firstFoldWithinMs = 600_000;

/**
 * A projection of cards built anew from a long log, while the live one stands. The facts of a task are as far apart as
 * they can be: between two of them there is one of every other task.
 */
export function measureRebuild(): Promise<Figure[]> {
  return Scratch.use(async (scratch) => {
    const natsUrl = await scratch.nats('nats');
    const seeding = await scratch.connect(natsUrl);
    const sizeBytes = await seed(seeding, taskFacts(newTasks(taskCount), factsPerTask));
    const runner = await liveProjection(scratch, natsUrl);
    const bare: number[] = [];
    const rebuilt: number[] = [];
    const bareNc = await scratch.connect(natsUrl);
    for (let round = 0; round < rounds; round++) {
      bare.push(factCount / (await seconds(() => readBare(bareNc, factCount))));
      rebuilt.push(factCount / (await seconds(() => rebuild(runner))));
    }
    return [
      { name: 'a fact, average', value: sizeBytes, unit: 'bytes' },
      median({ name: 'bare ordered consumer, read and parsed', unit: '/s', rounds: bare }),
      median({ name: 'rebuild of 1,000,000 facts into 100,000 rows', unit: '/s', rounds: rebuilt }),
      median({
        name: 'rebuild against the bare consumer',
        unit: '×',
        atLeast: 0.5,
        rounds: rebuilt.map((own, round) => own / (bare[round] ?? 0)),
      }),
    ];
  });
}

/** Leads a live projection that has all facts. */
async function liveProjection(scratch: Scratch, natsUrl: string): Promise<ProjectionRunner> {
  const schema = 'bench';
  const dataSource = await createDataSource({ url: await scratch.postgres(), schema, entities: [TaskRow] });
  scratch.defer(() => dataSource.destroy());
  const logger = createLogger({ service: 'bench', level: 'warn' });
  const nc = await scratch.connect(natsUrl);
  const runner = new ProjectionRunner({ nc, dataSource, schema, projection: taskProjection, logger });
  scratch.defer(() => runner.stop());
  await runner.start();
  if (!(await runner.waitFor(factCount, firstFoldWithinMs))) throw new Error('The live projection did not catch up.');
  return runner;
}

async function rebuild(runner: ProjectionRunner): Promise<void> {
  const { position, tables } = await runner.rebuild({ dropPrevious: true });
  const rows = tables[0]?.rows;
  if (position !== factCount || rows !== taskCount) {
    throw new Error(`The rebuild ended at position ${position} with ${rows} rows.`);
  }
}
