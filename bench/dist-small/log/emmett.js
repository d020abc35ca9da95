import { CommandHandler } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { isRejected } from '@podium/event-sourcing';
import { card, cardCommand } from "./card.js";
/** The same rules on Emmett's command handler and its PostgreSQL store. */
export async function throughEmmett(databaseUrl) {
    const store = getPostgreSQLEventStore(databaseUrl);
    // Left to the first commands it would wait for a connection while they hold all of them.
    await store.schema.migrate();
    const handle = CommandHandler({
        initialState: () => card.initialState,
        evolve: (state, event) => card.evolve(state, event),
    });
    const context = { now: new Date().toISOString(), actor: 'user:local-owner' };
    const carryOut = async ({ id }, number) => {
        const { newEvents } = await handle(store, `task-${id}`, (state) => {
            const decision = card.decide(state, cardCommand(id, number), context);
            if (isRejected(decision))
                throw new Error(decision.rejected.detail);
            return decision.map(({ type, data }) => ({ type, data: { ...data } }));
        });
        if (newEvents.length !== 1)
            throw new Error(`A command made ${newEvents.length} events.`);
    };
    return { carryOut, close: () => store.close() };
}
//# sourceMappingURL=emmett.js.map