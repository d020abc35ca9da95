import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@podium/event-sourcing';
import { JetStreamEventLog, streams } from '@podium/jetstream';
import { rate } from "../harness.js";
import { card, cardCommand } from "./card.js";
import { onWire } from "./seed.js";
import { newTasks, taskFact } from "./task-facts.js";
export const aggregateCount = 2_000;
export const commandCount = 20_000;
export const parallel = 100;
/**
 * Commands per second: on aggregates that nobody has seen before, each in turn, so that a command finds its aggregate
 * as the last one left it.
 */
export function commandRate(carryOut) {
    const aggregates = newTasks(aggregateCount);
    return rate(commandCount, parallel, (index) => {
        const aggregate = aggregates[index % aggregateCount];
        if (!aggregate)
            throw new Error(`There is no aggregate for command ${index}.`);
        return carryOut(aggregate, Math.floor(index / aggregateCount));
    });
}
/** As the services do it. The handler is new: the first command of each aggregate loads it from the log. */
export function throughCommandHandler(nc) {
    const handler = new CommandHandler(new JetStreamEventLog(nc), card, { source: 'bench' });
    return async (aggregate, number) => {
        const id = randomUUID();
        const cause = { id, correlationId: id, actor: 'user:local-owner' };
        const outcome = await handler.handle(aggregate, cardCommand(aggregate.id, number), cause);
        if (outcome.kind !== 'accepted')
            throw new Error(`A command was ${outcome.kind}.`);
    };
}
/** The client's own publish with the same expectation, of facts that were encoded beforehand. */
export function bareAppendRate(nc) {
    const jetstream = nc.jetstream();
    const aggregates = newTasks(aggregateCount);
    const messages = Array.from({ length: commandCount }, (_, index) => {
        const aggregate = aggregates[index % aggregateCount];
        if (!aggregate)
            throw new Error(`There is no aggregate for message ${index}.`);
        // Facts of the kind that the commands make: a creation, then moves.
        const version = 4 * Math.floor(index / aggregateCount);
        const fact = taskFact(aggregate, version || 1);
        return { ...onWire(fact), id: fact.id };
    });
    const lastOf = new Map();
    return rate(commandCount, parallel, async (index) => {
        const message = messages[index];
        if (!message)
            throw new Error(`There is no message ${index}.`);
        const { subject, payload, headers, id: msgID } = message;
        const expect = { streamName: streams.events, lastSubjectSequence: lastOf.get(subject) ?? 0 };
        const { seq } = await jetstream.publish(subject, payload, { headers, msgID, expect });
        lastOf.set(subject, seq);
    });
}
//# sourceMappingURL=command-workload.js.map