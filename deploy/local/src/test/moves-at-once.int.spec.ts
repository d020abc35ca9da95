import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardView } from '@podium/board';
import { start as startGateway } from '@podium/gateway';
import { eventually } from '@podium/testing';
import { caller, openDoor, type Door } from './door.ts';
import { TestBoard } from './test-board.ts';

/** Two people, each at a gateway of their own: neither gateway knows what the other is about to write. */
let door: Door;
let otherGateway: Awaited<ReturnType<typeof startGateway>>;
let other: Door['call'];
let on: TestBoard;

beforeAll(async () => {
  door = await openDoor();
  otherGateway = await startGateway(door.env);
  other = caller(otherGateway.url);
});
afterAll(async () => {
  await otherGateway.close();
  await door.close();
});

async function boardWith(cards: number): Promise<string[]> {
  on = await TestBoard.create(door);
  const ids: string[] = [];
  for (let made = 0; made < cards; made += 1) ids.push((await on.newTask({ title: `Card ${made}` })).id);
  return ids;
}

/** Moves cards within TODO; `after` null: to the top. */
async function bulk(call: Door['call'], cards: readonly string[], after: string | null): Promise<void> {
  const body = { action: 'move', status: 'TODO', after_id: after, task_ids: cards };
  const answer = await call('POST', `${on.project}/tasks/bulk`, body);
  const results = answer.body['results'] as { status: string }[];
  const kinds = new Set(results.map(({ status }) => status));
  expect([answer.status, kinds.has('refused'), kinds.has('pending')]).toEqual([200, false, false]);
}

/** The column as both gateways have it, once they have read the same. */
async function column(): Promise<string[]> {
  const orderOf = async (call: Door['call']): Promise<string> => {
    const board = (await call('GET', `${on.project}/board`)).body as unknown as BoardView;
    const cards = board.tasks.filter(({ status }) => status === 'TODO');
    const sorted = cards.toSorted((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : a.id < b.id ? -1 : 1));
    return sorted.map(({ id }) => id).join();
  };
  let mine = '';
  await eventually(async () => {
    mine = await orderOf(door.call);
    return mine === (await orderOf(other));
  });
  return mine.split(',');
}

const only = (order: readonly string[], cards: readonly string[]): string[] => order.filter((id) => cards.includes(id));

describe('two people who move cards to the same place at the same moment', () => {
  it('each find theirs behind that card, in their order, and no card is lost or there twice', async () => {
    const ids = await boardWith(14);
    let before = await column();
    expect(before).toEqual(ids);
    for (let round = 0; round < 40; round += 1) {
      const anchor = before[round % 3] ?? '';
      const movable = before.filter((id) => id !== anchor);
      // Never the same cards, and not in the order that they had.
      const mine = movable.filter((_, index) => index % 4 === round % 4).toReversed();
      const theirs = movable.filter((_, index) => index % 4 === (round + 1) % 4).slice(0, 1 + (round % 3));
      await Promise.all([bulk(door.call, mine, anchor), bulk(other, theirs, anchor)]);
      const after = await column();
      expect(after.toSorted()).toEqual(ids.toSorted());
      const rest = before.filter((id) => !mine.includes(id) && !theirs.includes(id));
      expect([round, only(after, mine), only(after, theirs), only(after, rest)]).toEqual([round, mine, theirs, rest]);
      const at = after.indexOf(anchor);
      const moved = [...mine, ...theirs].toSorted();
      expect([round, after.slice(at + 1, at + 1 + moved.length).toSorted()]).toEqual([round, moved]);
      before = after;
    }
  });

  it('and move the same cards: each card is where one of them put it', async () => {
    const ids = await boardWith(10);
    for (let round = 0; round < 15; round += 1) {
      const before = await column();
      const shared = before.slice(3, 7);
      const [top, end] = [before[0] ?? '', before.at(-1) ?? ''];
      await Promise.all([bulk(door.call, shared, top), bulk(other, shared.toReversed(), end)]);
      const after = await column();
      expect(after.toSorted()).toEqual(ids.toSorted());
      expect(
        only(
          after,
          ids.filter((id) => !shared.includes(id)),
        ),
      ).toEqual(before.filter((id) => !shared.includes(id)));
      const up = shared.filter((id) => after.indexOf(id) < after.indexOf(before[1] ?? ''));
      const down = shared.filter((id) => after.indexOf(id) > after.indexOf(end));
      expect([round, up.length + down.length]).toEqual([round, shared.length]);
      expect(only(after, up)).toEqual(only(shared, up));
      expect(only(after, down)).toEqual(only(shared, down).toReversed());
    }
  });
});
