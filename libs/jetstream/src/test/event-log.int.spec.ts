import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventLogContract } from '@podium/event-sourcing/testing';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, headPosition, JetStreamEventLog } from '../index.ts';
import { newAggregate, taskMoved } from './builders.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'event-log.int' });
  await ensureStreams(nc);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

eventLogContract('JetStream', async () => ({ log: new JetStreamEventLog(nc), close: async () => {} }));

describe('JetStreamEventLog', () => {
  it('loses no update and leaves no gap when writers race with single facts and batches', async () => {
    const writers = await Promise.all(
      [1, 2, 3, 4].map((index) => connectToNats({ url: server.url, name: `writer-${index}` })),
    );
    const aggregate = newAggregate();
    const written = new Map<string, number>();
    const write = async (log: JetStreamEventLog, rounds: number, size: number): Promise<void> => {
      for (let round = 0; round < rounds;) {
        const last = (await log.load(aggregate)).at(-1)?.position ?? 0;
        const facts = Array.from({ length: size }, () => taskMoved(aggregate));
        try {
          const position = await log.append(aggregate, last, facts);
          facts.forEach((fact, index) => written.set(fact.id, position - size + 1 + index));
          round += 1;
        } catch (error) {
          expect(error).toMatchObject({ code: 'concurrency_conflict' });
        }
      }
    };
    const logs = writers.map((connection) => new JetStreamEventLog(connection));
    await Promise.all(logs.map((log, index) => write(log, 25, index % 2 === 0 ? 1 : 3)));

    const facts = await new JetStreamEventLog(nc).load(aggregate);
    expect(facts).toHaveLength(2 * 25 + 2 * 25 * 3);
    expect(facts.map((fact) => [fact.id, fact.position])).toEqual([...written].sort(([, a], [, b]) => a - b));
    await Promise.all(writers.map((connection) => connection.close()));
  });

  it('gives a batch consecutive positions while others write to other aggregates', async () => {
    const log = new JetStreamEventLog(nc);
    const batches = Array.from({ length: 30 }, () => newAggregate());
    const noise = Array.from({ length: 100 }, () => newAggregate());
    const [positions] = await Promise.all([
      Promise.all(
        batches.map((aggregate) =>
          log.append(
            aggregate,
            0,
            Array.from({ length: 4 }, () => taskMoved(aggregate)),
          ),
        ),
      ),
      Promise.all(noise.map((aggregate) => log.append(aggregate, 0, [taskMoved(aggregate)]))),
    ]);
    for (const [index, aggregate] of batches.entries()) {
      const last = positions[index] ?? 0;
      expect((await log.load(aggregate)).map((fact) => fact.position)).toEqual([last - 3, last - 2, last - 1, last]);
    }
  });

  it('loads more facts than fit into one answer', async () => {
    const log = new JetStreamEventLog(nc);
    const aggregate = newAggregate();
    let last = 0;
    for (let batch = 0; batch < 3; batch += 1) {
      last = await log.append(
        aggregate,
        last,
        Array.from({ length: 800 }, () => taskMoved(aggregate, { rank: 'x'.repeat(5_000) })),
      );
    }
    const facts = await log.load(aggregate);
    expect(facts).toHaveLength(2_400);
    expect(facts.at(-1)?.position).toBe(last);
  });

  it('loads ten facts of one aggregate among many in one round trip', async () => {
    const log = new JetStreamEventLog(nc);
    const aggregates = Array.from({ length: 200 }, () => newAggregate());
    const mine = newAggregate();
    let last = 0;
    for (let index = 0; index < 10; index += 1) {
      last = await log.append(mine, last, [taskMoved(mine)]);
      await Promise.all(
        aggregates.slice(index * 20, index * 20 + 20).map((other) => log.append(other, 0, [taskMoved(other)])),
      );
    }
    await log.load(mine); // The very first load asks for the number of replicas as well.
    const before = nc.stats().outMsgs;
    expect(await log.load(mine)).toHaveLength(10);
    expect(nc.stats().outMsgs - before).toBe(1);
  });

  it('refuses ids that would make an invalid subject before they reach the connection', async () => {
    const log = new JetStreamEventLog(nc);
    const before = nc.stats().outMsgs;
    for (const id of ['', 'with space', 'dot.ted', '*', '>', 'Upper', 'line\nbreak', 'x'.repeat(65)]) {
      const aggregate = newAggregate({ id });
      await expect(log.append(aggregate, 0, [taskMoved(aggregate)])).rejects.toMatchObject({ code: 'invalid_subject' });
      await expect(log.load(aggregate)).rejects.toMatchObject({ code: 'invalid_subject' });
    }
    expect(nc.stats().outMsgs).toBe(before);
  });

  it('knows the position of the newest fact of all', async () => {
    const log = new JetStreamEventLog(nc);
    const aggregate = newAggregate();
    const position = await log.append(aggregate, 0, [taskMoved(aggregate)]);
    expect(await headPosition(nc)).toBe(position);
  });
});
