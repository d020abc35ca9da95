import { afterEach, describe, expect, it } from '@jest/globals';
import { beginBoard, foldBoard, presentBoard, type BoardView } from '@podium/board';
import { randomHistory } from '@podium/board/testing';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import { FactFeed } from '../live/fact-feed.ts';
import { MemoryLog } from '../test/memory-log.ts';
import { TimeTravel } from './time-travel.ts';

const feeds: FactFeed[] = [];
afterEach(async () => {
  await Promise.all(feeds.splice(0).map((feed) => feed.stop()));
});

/** A gateway that was started when the log held `before`, and has read the rest as it came. */
async function setUp(facts: readonly RecordedFact[], before: number, ringCapacity = 50) {
  const log = new MemoryLog();
  log.add(facts.slice(0, before));
  const onInterrupted = (error: unknown): void => {
    throw error;
  };
  const feed = new FactFeed({ source: log, ringCapacity, onInterrupted });
  feeds.push(feed);
  await feed.start();
  const timeTravel = new TimeTravel(feed, log);
  const grow = async (upTo: number): Promise<void> => {
    const from = await log.head();
    log.add(facts.slice(from, upTo));
    while (feed.position < Math.max(from, upTo)) await new Promise((resolve) => setImmediate(resolve));
  };
  return { timeTravel, grow, log };
}

const project = 'p0';

function plainBoard(facts: readonly RecordedFact[], upTo: number): BoardView | null {
  const own = facts.filter((fact) => projectIdOf(fact) === project && fact.position <= upTo);
  const board = own.reduce<BoardView | null>(
    (before, fact) => (before ? foldBoard(before, fact) : beginBoard(fact)),
    null,
  );
  return board && presentBoard(board);
}

const histories = fc
  .array(fc.record({ kind: fc.nat(100), which: fc.nat(40), elapsedMs: fc.integer({ min: -3, max: 9 }) }), {
    minLength: 5,
    maxLength: 1_500,
    size: 'max',
  })
  // A project that is there for most of the time.
  .map((steps) => randomHistory([{ kind: 10, which: 0, elapsedMs: 0 }, ...steps]));

const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the board at a position', () => {
  it('is the plain fold of everything up to there, in whatever order one looks', async () => {
    await fc.assert(
      fc.asyncProperty(histories, share, fc.array(share, { maxLength: 12 }), async (facts, before, looks) => {
        const { timeTravel, grow } = await setUp(facts, Math.floor(before * facts.length));
        for (const look of looks) {
          const position = Math.ceil(look * facts.length);
          await grow(position);
          const expected = plainBoard(facts, position);
          const found = timeTravel.boardAt(project, { position });
          if (!expected) {
            await expect(found).rejects.toMatchObject({ status: 404, code: 'project_not_found' });
            continue;
          }
          const { at, ...board } = await found;
          expect(board).toEqual(expected);
          expect(at.position).toBe(expected.position);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is the same by the time that it gives for itself', async () => {
    await fc.assert(
      fc.asyncProperty(histories, share, async (facts, look) => {
        const { timeTravel } = await setUp(facts, facts.length);
        const position = Math.ceil(look * facts.length);
        if (!plainBoard(facts, position)) return;
        const first = await timeTravel.boardAt(project, { position });
        // Several facts may share a time: the board at a time contains all of them.
        const byTime = await timeTravel.boardAt(project, { timeMs: Date.parse(first.at.time) }).catch(() => undefined);
        if (!byTime) return;
        expect(byTime.at.time).toBe(first.at.time);
        expect(byTime.at.position).toBeGreaterThanOrEqual(first.at.position);
        expect(await timeTravel.boardAt(project, { position: byTime.at.position })).toEqual(byTime);
      }),
      { numRuns: 60 },
    );
  });

  it('steps to every fact of the project, back and forth', async () => {
    const steps = Array.from({ length: 700 }, (_, index) => ({ kind: index % 8, which: index, elapsedMs: 1 }));
    const facts = randomHistory([{ kind: 10, which: 0, elapsedMs: 0 }, ...steps]);
    const own = facts.filter((fact) => projectIdOf(fact) === project).map(({ position }) => position);
    const { timeTravel } = await setUp(facts, facts.length);
    const forth: number[] = [];
    for (let next: number | null = own[0] ?? null; next !== null;) {
      forth.push(next);
      next = (await timeTravel.boardAt(project, { position: next })).at.next_position;
    }
    expect(forth).toEqual(own);
    const back: number[] = [];
    for (let next: number | null = own.at(-1) ?? null; next !== null;) {
      back.unshift(next);
      next = (await timeTravel.boardAt(project, { position: next })).at.previous_position;
    }
    expect(back).toEqual(own);
  });

  it('is refused beyond the head and in the future, and missing before the project', async () => {
    const facts = randomHistory([
      { kind: 0, which: 1, elapsedMs: 0 },
      { kind: 10, which: 0, elapsedMs: 1 },
    ]);
    const { timeTravel } = await setUp(facts, facts.length);
    await expect(timeTravel.boardAt(project, { position: 3 })).rejects.toMatchObject({
      status: 422,
      extras: { errors: [{ path: 'at' }] },
    });
    await expect(timeTravel.boardAt(project, { timeMs: Date.now() + 3_600_000 })).rejects.toMatchObject({
      status: 422,
    });
    await expect(timeTravel.boardAt(project, { position: 1 })).rejects.toMatchObject({ status: 404 });
    await expect(timeTravel.boardAt(project, { timeMs: 0 })).rejects.toMatchObject({ status: 404 });
    expect((await timeTravel.boardAt(project, { timeMs: Date.now() })).at.position).toBe(2);
  });

  it('contains a fact that this gateway has not read yet, but another one has told of', async () => {
    const facts = randomHistory([10, 0, 0, 0].map((kind, which) => ({ kind, which: which * 2, elapsedMs: 1 })));
    const { timeTravel, log } = await setUp(facts, 2);
    await timeTravel.boardAt(project, { position: 2 });
    log.add(facts.slice(2));
    const { at: _, ...board } = await timeTravel.boardAt(project, { position: 4 });
    expect(board).toEqual(plainBoard(facts, 4));
  });
});

describe('the timeline', () => {
  it('has its ends, and all marks page by page', async () => {
    const steps = Array.from({ length: 600 }, (_, index) => ({ kind: index % 9, which: index, elapsedMs: 1 }));
    const facts = randomHistory([{ kind: 10, which: 0, elapsedMs: 0 }, ...steps]);
    const { timeTravel, grow } = await setUp(facts, 100);
    await timeTravel.timeline(project, { limit: 1 });
    await grow(facts.length);
    const all = await timeTravel.timeline(project, { limit: 5_000 });
    const own = facts.filter((fact) => projectIdOf(fact) === project);
    expect(all.first.position).toBe(own[0]?.position);
    expect(all.head.position).toBe(own.at(-1)?.position);
    expect(all.next_cursor).toBeNull();
    expect(new Set(all.marks.map(({ kind }) => kind))).toEqual(
      new Set(['created', 'execution_started', 'moved', 'pod']),
    );
    const paged: unknown[] = [];
    for (let from: number | null = 0; from !== null;) {
      const page = await timeTravel.timeline(project, { from: { position: from }, limit: 7 });
      paged.push(...page.marks);
      from = page.next_cursor === null ? null : Number(page.next_cursor);
    }
    expect(paged).toEqual(all.marks);
    const [, second, third] = all.marks;
    const part = { from: { timeMs: Date.parse(second?.time ?? '') }, to: { position: third?.position ?? 0 } };
    expect((await timeTravel.timeline(project, { ...part, limit: 10 })).marks).toEqual([second]);
  });

  it('is missing where nothing ever happened', async () => {
    const { timeTravel } = await setUp(randomHistory([{ kind: 10, which: 0, elapsedMs: 0 }]), 1);
    await expect(timeTravel.timeline('nothing', { limit: 1 })).rejects.toMatchObject({ status: 404 });
  });
});
