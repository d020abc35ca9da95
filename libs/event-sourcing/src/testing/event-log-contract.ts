import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaOf, type EventEnvelope, type FactType } from '@podium/proto';
import type { Aggregate, EventLog } from '../event-log.ts';

/** An adapter of the port, and how to get rid of it. */
export interface LogUnderTest {
  readonly log: EventLog;
  close(): Promise<void>;
}

/** What every implementation of EventLog has to do. Call it in a spec file of the adapter. */
export function eventLogContract(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`event log contract: ${name}`, () => {
    let opened: LogUnderTest;
    let log: EventLog;
    beforeAll(async () => {
      opened = await open();
      log = opened.log;
    });
    afterAll(() => opened.close());

    it('has nothing of an aggregate that was never written', async () => {
      expect(await log.load(newAggregate())).toEqual([]);
    });

    it('gives back what was written, in order, with growing positions', async () => {
      const aggregate = newAggregate();
      const [first, second, third] = [deleted(aggregate), deleted(aggregate), deleted(aggregate)];
      const position = await log.append(aggregate, 0, [first]);
      const last = await log.append(aggregate, position, [second, third]);

      const facts = await log.load(aggregate);
      expect(facts).toEqual([
        { ...first, position },
        { ...second, position: last - 1 },
        { ...third, position: last },
      ]);
      expect(last - 1).toBeGreaterThan(position);
    });

    it('gives back only what comes after a position', async () => {
      const aggregate = newAggregate();
      const first = await log.append(aggregate, 0, [deleted(aggregate)]);
      const second = await log.append(aggregate, first, [deleted(aggregate)]);
      expect((await log.load(aggregate, first)).map((fact) => fact.position)).toEqual([second]);
      expect(await log.load(aggregate, second)).toEqual([]);
    });

    it('gives back what comes after a position also to those who know how many facts there were', async () => {
      const aggregate = newAggregate();
      const first = await log.append(aggregate, 0, [deleted(aggregate)]);
      expect(await log.load(aggregate, first, 1)).toEqual([]);
      const second = await log.append(aggregate, first, [deleted(aggregate)]);
      expect((await log.load(aggregate, first, 1)).map((fact) => fact.position)).toEqual([second]);
      expect(await log.load(aggregate, second, 2)).toEqual([]);
    });

    it('keeps aggregates apart, also those with the same id in another project or context', async () => {
      const task = newAggregate();
      const others: Aggregate[] = [
        { ...task, context: 'session' },
        { ...task, projectId: `p-${randomUUID()}` },
      ];
      await log.append(task, 0, [deleted(task)]);
      for (const other of others) {
        expect(await log.load(other)).toEqual([]);
        await log.append(other, 0, [deleted(other)]);
        expect(await log.load(other)).toHaveLength(1);
      }
      expect(await log.load(task)).toHaveLength(1);
    });

    it('refuses a writer that is behind, and writes nothing of it', async () => {
      const aggregate = newAggregate();
      await log.append(aggregate, 0, [deleted(aggregate)]);
      await expect(log.append(aggregate, 0, [deleted(aggregate)])).rejects.toMatchObject({
        code: 'concurrency_conflict',
      });
      await expect(log.append(aggregate, 0, [deleted(aggregate), deleted(aggregate)])).rejects.toMatchObject({
        code: 'concurrency_conflict',
      });
      expect(await log.load(aggregate)).toHaveLength(1);
    });

    it('refuses a writer that is ahead', async () => {
      const aggregate = newAggregate();
      const position = await log.append(aggregate, 0, [deleted(aggregate)]);
      await expect(log.append(aggregate, position + 1, [deleted(aggregate)])).rejects.toMatchObject({
        code: 'concurrency_conflict',
      });
    });

    it.each([1, 3])('recognizes the repetition of an append of %i, also after others have written', async (count) => {
      const aggregate = newAggregate();
      const facts = Array.from({ length: count }, () => deleted(aggregate));
      const position = await log.append(aggregate, 0, facts);
      expect(await log.append(aggregate, 0, facts)).toBe(position);
      await log.append(aggregate, position, [deleted(aggregate)]);
      expect(await log.append(aggregate, 0, facts)).toBe(position);
      expect(await log.load(aggregate)).toHaveLength(count + 1);
    });

    it('takes facts with the same ids and other contents for a conflict', async () => {
      const aggregate = newAggregate();
      const ours = deleted(aggregate);
      await log.append(aggregate, 0, [ours]);
      const theirs = { ...ours, time: '2026-02-02T02:02:02.222Z' };
      await expect(log.append(aggregate, 0, [theirs])).rejects.toMatchObject({ code: 'concurrency_conflict' });
      expect((await log.load(aggregate)).map((fact) => fact.time)).toEqual([ours.time]);
    });

    it('lets exactly one of many writers win', async () => {
      const aggregate = newAggregate();
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => log.append(aggregate, 0, [deleted(aggregate)])),
      );
      const lost = results.filter((result) => result.status === 'rejected');
      expect(lost).toHaveLength(19);
      for (const { reason } of lost) expect(reason).toMatchObject({ code: 'concurrency_conflict' });
      expect(await log.load(aggregate)).toHaveLength(1);
    });

    it('refuses an append of nothing', async () => {
      await expect(log.append(newAggregate(), 0, [])).rejects.toThrow(RangeError);
    });
  });
}

function newAggregate(): Aggregate {
  return { projectId: `p-${randomUUID()}`, context: 'task', id: randomUUID() };
}

function deleted(aggregate: Aggregate): EventEnvelope<FactType> {
  const type = 'podium.task.v1.TaskDeleted';
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: '/podium/test',
    type,
    subject: `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`,
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: schemaOf(type),
    data: { taskId: aggregate.id },
    correlationid: randomUUID(),
    causationid: randomUUID(),
    actor: 'user:tester',
    version: 1,
  };
}
