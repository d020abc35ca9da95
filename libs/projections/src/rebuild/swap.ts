import type { QueryRunner } from 'typeorm';
import { Checkpoints, type Checkpoint } from '../checkpoints.ts';
import { OperationCancelledError, sqlState, SwapRefusedError } from '../errors.ts';
import { pause } from '../pause.ts';
import { lockTables, type ProjectionTables } from '../projection-tables.ts';
import type { Projection } from '../projection.ts';
import { quoted } from '../row-table.ts';
import type { ShadowBuilder } from './shadow-builder.ts';
import { previousSchema, type Shadow } from './shadow.ts';

export interface SwapOptions {
  readonly live: ProjectionTables;
  readonly liveSchema: string;
  readonly projection: Projection;
  readonly shadow: Shadow;
  readonly builder: ShadowBuilder;
  readonly dropPrevious: boolean;
  /** Looks at the live checkpoint, which nobody can move any more. @throws where the swap may not be. */
  readonly assertReplaceable: (checkpoint: Checkpoint | undefined) => void;
  readonly signal: AbortSignal;
}

/** How long the live writer is asked to finish its batch. */
const writerMilliseconds = 2_000;
/**
 * How long new readers may have to queue behind the swap while it waits for the old ones: below the second after which
 * PostgreSQL looks for deadlocks, so that the swap gives way and not a reader.
 */
const readersMilliseconds = 600;
const lastFactsMilliseconds = 3_000;
const giveUpMilliseconds = 60_000;

/**
 * Puts the shadow's tables in the place of the live ones, in one transaction: whoever reads by the tables' names sees
 * all old or all new rows. The live writer waits, its checkpoint does not move unless it was behind, and the facts that
 * the shadow lacked up to there are folded first. So neither readers nor the writer notice.
 *
 * @throws SwapRefusedError where transactions of others kept the tables busy for a minute; nothing is changed then.
 */
export async function swap(options: SwapOptions): Promise<{ position: number; swapMilliseconds: number }> {
  const deadline = performance.now() + giveUpMilliseconds;
  for (let attempt = 1; ; attempt += 1) {
    if (options.signal.aborted) throw new OperationCancelledError('It was cancelled before the swap');
    try {
      return await trySwap(options);
    } catch (error) {
      // Lock not available, or a deadlock that was broken at our cost.
      const isBusy = ['55P03', '40P01'].includes(sqlState(error) ?? '');
      if (!isBusy) throw error;
      if (performance.now() > deadline) {
        throw new SwapRefusedError('Transactions of others keep the live tables busy', { cause: error });
      }
      await pause(Math.random() * Math.min(2_000, 100 * 2 ** attempt), options.signal);
    }
  }
}

async function trySwap(options: SwapOptions): Promise<{ position: number; swapMilliseconds: number }> {
  const { live, liveSchema, shadow, builder } = options;
  const previous = new Checkpoints(previousSchema(liveSchema), options.projection.name);
  let begun = 0;
  const position = await live.transaction(async (runner) => {
    await lockTables(runner, liveSchema);
    await live.checkpoints.ensureTable(runner);
    await previous.ensureTable(runner);
    for (const { rows } of live.tables) await runner.query(`DROP TABLE IF EXISTS ${inPrevious(liveSchema, rows.name)}`);
    await previous.remove(runner);

    await limitWaiting(runner, writerMilliseconds);
    await runner.query(`LOCK TABLE ${live.checkpoints.path} IN SHARE ROW EXCLUSIVE MODE`);
    begun = performance.now();
    const checkpoint = await live.checkpoints.read(runner);
    options.assertReplaceable(checkpoint);
    const to = Math.max(checkpoint?.position ?? 0, builder.position);
    const facts = await builder.cursor.peek(to, lastFactsMilliseconds);
    await shadow.tables.applyWithin(runner, builder.relevant(facts), builder.position, to);
    await replaceTables(runner, options, checkpoint && !options.dropPrevious ? checkpoint : undefined, previous);
    await live.checkpoints.set(runner, { version: options.projection.version, position: to });
    if (options.signal.aborted) throw new OperationCancelledError('It was cancelled before the swap');
    return to;
  });
  return { position, swapMilliseconds: performance.now() - begun };
}

/** @param kept the live tables' checkpoint, if they are to be kept. */
async function replaceTables(
  runner: QueryRunner,
  { live, liveSchema, shadow }: SwapOptions,
  kept: Checkpoint | undefined,
  previous: Checkpoints,
): Promise<void> {
  const paths = await existing(
    runner,
    live.tables.map(({ rows }) => rows.path),
  );
  const locked = [...paths, live.checkpoints.path];
  await limitWaiting(runner, Math.floor(readersMilliseconds / locked.length));
  // Also the checkpoint, so that a reader's transaction does not see it of the old tables, and then the new ones.
  await runner.query(`LOCK TABLE ${locked.join(', ')} IN ACCESS EXCLUSIVE MODE`);
  const keep = `SET SCHEMA ${quoted(previousSchema(liveSchema))}`;
  for (const path of paths) await runner.query(kept ? `ALTER TABLE ${path} ${keep}` : `DROP TABLE ${path}`);
  if (kept) await previous.set(runner, kept);
  for (const { rows } of shadow.tables.tables) {
    await runner.query(`ALTER TABLE ${rows.path} SET SCHEMA ${quoted(liveSchema)}`);
  }
  await runner.query(`DROP SCHEMA ${quoted(shadow.schema)} CASCADE`);
}

async function existing(runner: QueryRunner, paths: readonly string[]): Promise<string[]> {
  const found = (await runner.query('SELECT path FROM UNNEST($1::text[]) AS path WHERE to_regclass(path) IS NOT NULL', [
    paths,
  ])) as { path: string }[];
  return found.map(({ path }) => path);
}

function inPrevious(liveSchema: string, table: string): string {
  return `${quoted(previousSchema(liveSchema))}.${quoted(table)}`;
}

async function limitWaiting(runner: QueryRunner, milliseconds: number): Promise<void> {
  await runner.query(`SET LOCAL lock_timeout = ${milliseconds}`);
}
