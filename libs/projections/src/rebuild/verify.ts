import type { QueryRunner } from 'typeorm';
import { isMissingTable, TablesMissingError } from '../errors.ts';
import type { OperationOptions, ResponsibleEvent, VerifyResult } from '../operations.ts';
import { compareTables, type FoundDifference } from './compare.ts';
import { lastChangeOf } from './responsible-event.ts';
import { liveTablesChanged, type Work, type Workshop } from './workshop.ts';

interface Comparison {
  readonly position: number;
  readonly tables: VerifyResult['tables'];
  readonly first: FoundDifference | undefined;
}

const lastFactsMilliseconds = 5_000;

/**
 * Builds the tables from the log and compares them with the live ones at one position, in one snapshot. The live tables
 * are never touched, and what was built is removed.
 *
 * @throws OperationRunningError, OperationCancelledError, LiveTablesChangedError, TablesMissingError, FoldError, or what
 *   NATS or PostgreSQL throw.
 */
export async function verify(workshop: Workshop, options: OperationOptions): Promise<VerifyResult> {
  const begun = performance.now();
  return workshop.work(
    options,
    () => workshop.livePosition(),
    async (work) => {
      await work.builder.build();
      work.meter.moved('comparing', work.builder.position, work.builder.position);
      const { position, tables, first } = await compareAtOnePosition(workshop, work);
      const firstDifference = first && {
        ...first.difference,
        event: await responsibleEvent(workshop, first, position, work.signal),
      };
      return {
        identical: !firstDifference,
        position,
        tables,
        ...(firstDifference ? { firstDifference } : {}),
        durationSeconds: (performance.now() - begun) / 1_000,
      };
    },
  );
}

/** In one snapshot, which fixes the live tables while their writer goes on. */
async function compareAtOnePosition(workshop: Workshop, { shadow, builder }: Work): Promise<Comparison> {
  const { live } = workshop;
  const { projection } = workshop.options;
  const compare = async (runner: QueryRunner): Promise<Comparison> => {
    const checkpoint = await live.checkpoints.read(runner);
    const position = checkpoint?.position ?? 0;
    if (checkpoint?.version !== projection.version || position < builder.position) {
      throw liveTablesChanged(projection, checkpoint);
    }
    const facts = await builder.cursor.peek(position, lastFactsMilliseconds);
    await shadow.tables.applyWithin(runner, builder.relevant(facts), builder.position, position);
    return { position, ...(await compareTables(runner, live.tables, shadow.tables.tables)) };
  };
  try {
    return await live.transaction(compare, 'REPEATABLE READ');
  } catch (error) {
    if (!isMissingTable(error)) throw error;
    throw new TablesMissingError(`The live tables of ${projection.name} lack what they should have`, { cause: error });
  }
}

function responsibleEvent(
  { options: { nc, projection } }: Workshop,
  { fold, difference }: FoundDifference,
  until: number,
  signal: AbortSignal,
): Promise<ResponsibleEvent | null> {
  return lastChangeOf({ nc, projection, table: fold, key: difference.key, until, signal });
}
