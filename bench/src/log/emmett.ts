import { CommandHandler, type Event } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { isRejected, type NewFact } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';
import pg from 'pg';
import { card, cardCommand, type CardState } from './card.ts';
import type { CarryOut } from './command-workload.ts';

type CardEvent = Event<NewFact['type'], Record<string, unknown>>;

/** The same rules on Emmett's command handler and its PostgreSQL store. */
export async function throughEmmett(databaseUrl: string): Promise<{ carryOut: CarryOut; close: () => Promise<void> }> {
  // Of the usual size, as Emmett would make it: more connections gain nothing. Emmett's own pool could not be told that
  // the end of a connection is no error once the server stops.
  const pool = new pg.Pool({ connectionString: databaseUrl });
  pool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(databaseUrl, { connectionOptions: { pool } });
  // Left to the first commands it would wait for a connection while they hold all of them.
  await store.schema.migrate();
  const handle = CommandHandler<CardState, CardEvent>({
    initialState: () => card.initialState,
    evolve: (state, event) => card.evolve(state, event as unknown as RecordedFact),
  });
  const context = { now: new Date().toISOString(), actor: 'user:local-owner' };
  const carryOut: CarryOut = async ({ id }, number) => {
    const { newEvents } = await handle(store, `task-${id}`, (state) => {
      const decision = card.decide(state, cardCommand(id, number), context);
      if (isRejected(decision)) throw new Error(decision.rejected.detail);
      return decision.map(({ type, data }): CardEvent => ({ type, data: { ...data } }));
    });
    if (newEvents.length !== 1) throw new Error(`A command made ${newEvents.length} events.`);
  };
  const close = async (): Promise<void> => {
    await store.close();
    if (!pool.ended) await pool.end();
  };
  return { carryOut, close };
}
