import { CommandHandler, type Aggregate, type Decider, type NewFact } from '@podium/event-sourcing';
import { JetStreamEventLog } from '@podium/jetstream';
import { randomUUID } from 'node:crypto';
import type { NatsConnection } from 'nats';

const asIs: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: (state) => state,
};

/** Writes facts as they are, in the name of a service that does not run in this test. */
export async function appendFacts(nc: NatsConnection, aggregate: Aggregate, facts: readonly NewFact[]): Promise<void> {
  const id = randomUUID();
  const cause = { id, correlationId: id, actor: 'service:session-svc' };
  await new CommandHandler(new JetStreamEventLog(nc), asIs, { source: 'test' }).handle(aggregate, facts, cause);
}
