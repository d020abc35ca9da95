import type { RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { OperationCancelledError } from '../errors.ts';
import type { ResponsibleEvent } from '../operations.ts';
import { contextFilter, type Projection, type TableFold } from '../projection.ts';
import { FactCursor } from './fact-cursor.ts';

export interface RowInLog {
  readonly nc: NatsConnection;
  readonly projection: Projection;
  readonly table: TableFold<object>;
  readonly key: string;
  /** Last position to look at. */
  readonly until: number;
  readonly signal: AbortSignal;
}

/** Reads the log for the last event that changed one row, by folding that row alone; null where none did. */
export async function lastChangeOf(row: RowInLog): Promise<ResponsibleEvent | null> {
  const { table, key, until, signal } = row;
  const concerns = contextFilter(row.projection);
  const cursor = new FactCursor({ nc: row.nc, after: 0, signal });
  let state: object | null = null;
  let last: RecordedFact | null = null;
  try {
    for (let position = 0; position < until;) {
      const facts = await cursor.take(until);
      if (!facts) throw new OperationCancelledError('It was cancelled');
      for (const fact of facts) {
        if (!concerns(fact) || table.keyOf(fact) !== key) continue;
        const after: object | null = table.fold(state, fact);
        if (after !== state) last = fact;
        state = after && Object.freeze(after);
      }
      position = facts.at(-1)?.position ?? position;
    }
  } finally {
    await cursor.close();
  }
  return last && { position: last.position, type: last.type, id: last.id, subject: last.subject, time: last.time };
}
