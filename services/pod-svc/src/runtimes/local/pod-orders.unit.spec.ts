import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@podium/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PodOrders } from './pod-orders.ts';

const never = new AbortController().signal;

let folder: string;
/** As in two processes: what keeps them apart is on the disk. */
let one: PodOrders;
let other: PodOrders;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podium-orders-'));
  [one, other] = [new PodOrders(folder), new PodOrders(folder)];
  await one.open();
  await other.open();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Work that goes on until it is let go. */
function held(): { work: () => Promise<string>; begun: () => boolean; letGo: () => void } {
  let hasBegun = false;
  let letGo = (): void => undefined;
  const released = new Promise<string>((resolve) => (letGo = () => resolve('done')));
  return {
    work: () => {
      hasBegun = true;
      return released;
    },
    begun: () => hasBegun,
    letGo: () => letGo(),
  };
}

describe('orders about pods, given in two processes', () => {
  it('are carried out one after the other for the same project, and at once for others', async () => {
    const [first, second, third] = [held(), held(), held()];
    const running = [one.inTurn('p1', first.work), other.inTurn('p1', second.work), other.inTurn('p2', third.work)];
    await eventually(() => first.begun() !== second.begun() && third.begun());
    const [ahead, behind] = first.begun() ? [first, second] : [second, first];
    ahead.letGo();
    await eventually(() => behind.begun());
    [behind, third].forEach(({ letGo }) => letGo());
    expect(await Promise.all(running)).toEqual(['done', 'done', 'done']);
  });

  it('to end a pod call off its start in the other process', async () => {
    let wasCalledOff = false;
    const starting = one.start('p1', never, (signal) => {
      return new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          wasCalledOff = true;
          resolve();
        });
      });
    });
    const told: string[] = [];
    await Promise.all([
      starting.then(() => told.push('start over')),
      eventually(() =>
        other.unlessBusy('p1', () => Promise.resolve('free')).then((result) => result === undefined),
      ).then(() => other.end('p1', async () => void told.push('ended'))),
    ]);
    expect(wasCalledOff).toBe(true);
    expect(told).toEqual(['start over', 'ended']);
    // Nothing is left of the wish.
    expect(await one.start('p1', never, async (signal) => signal.aborted)).toBe(false);
  });

  it('leave alone what the other one is at, where they are no matter of urgency', async () => {
    const start = held();
    const starting = one.start('p1', never, start.work);
    await eventually(() => start.begun());
    expect(await other.unlessBusy('p1', () => Promise.resolve('mine'))).toBeUndefined();
    start.letGo();
    await starting;
    expect(await other.unlessBusy('p1', () => Promise.resolve('mine'))).toBe('mine');
  });

  it('do not wait for a process that has died', async () => {
    const { pid } = spawnSync('true');
    mkdirSync(join(folder, 'locks'), { recursive: true });
    writeFileSync(join(folder, 'locks', 'p1'), JSON.stringify({ pid, began: 'long ago' }));
    writeFileSync(join(folder, 'locks', `p1.end.${pid}`), JSON.stringify({ pid, began: 'long ago' }));
    expect(await one.start('p1', never, async (signal) => signal.aborted)).toBe(false);
  });

  it('are refused once their process closes; whoever closes last has no successor', async () => {
    writeFileSync(join(folder, 'locks', 'processes', '1'), JSON.stringify({ pid: 1, began: 'never' }));
    expect(await one.close()).toBe(false);
    await expect(one.start('p1', never, () => Promise.resolve())).rejects.toMatchObject({ code: 'runtime_closed' });
  });
});
