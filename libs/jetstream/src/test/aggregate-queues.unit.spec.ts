import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AggregateQueues } from '../nest/aggregate-queues.ts';

describe('AggregateQueues', () => {
  it('keeps the order per key and never runs more than its slots', async () => {
    const task = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), turns: fc.nat({ max: 5 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(task, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (tasks, slots) => {
        const queues = new AggregateQueues(slots);
        const done: number[] = [];
        let running = 0;
        for (const [index, { key, turns }] of tasks.entries()) {
          queues.push(key, () =>
            queues.withSlot(async () => {
              running += 1;
              expect(running).toBeLessThanOrEqual(slots);
              for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
              running -= 1;
              done.push(index);
            }),
          );
        }
        await queues.idle();
        expect(done).toHaveLength(tasks.length);
        for (const key of ['a', 'b', 'c', 'd']) {
          const ofKey = done.filter((index) => tasks[index]?.key === key);
          expect(ofKey).toEqual([...ofKey].sort((one, other) => one - other));
        }
      }),
    );
  });

  it('gives a slot back when the work fails', async () => {
    const queues = new AggregateQueues(1);
    await expect(queues.withSlot(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(await queues.withSlot(() => Promise.resolve('next'))).toBe('next');
  });
});
