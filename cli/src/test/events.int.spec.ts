import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { streamDigest, streams } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import { eventually } from '@podium/testing';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { exitCodes } from '../exit-codes.ts';
import { moveTask, startTestStack, task, type TestStack } from './stack.ts';

let stack: TestStack;
let directory: string;

beforeAll(async () => {
  stack = await startTestStack();
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podium-test-cli-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

afterAll(() => stack.dispose());

const ranksOf = (facts: readonly RecordedFact[]): unknown[] =>
  facts.map(({ data }) => (data as { rank?: string }).rank);

describe('events tail', () => {
  it('prints the newest ones of a project, for people and for programs', async () => {
    const aggregate = task();
    await moveTask(stack.nc, aggregate, 'a', 'b', 'c');
    await moveTask(stack.nc, task(), 'other');

    const people = await stack.run('events', 'tail', '-n', '2', '--project', aggregate.projectId);
    expect(people).toMatchObject({ exitCode: exitCodes.ok, err: '' });
    const [first, second, ...rest] = people.out.trimEnd().split('\n');
    expect(first).toMatch(
      new RegExp(`^ +\\d+  \\d{4}-.*  TaskMoved +${aggregate.projectId}/task/.*user:anna .*"rank":"b"`),
    );
    expect(second).toContain('"rank":"c"');
    expect(rest).toEqual([]);

    const programs = await stack.run('--json', 'events', 'tail', '-p', aggregate.projectId, '--since', '1h');
    expect(ranksOf(programs.lines())).toEqual(['a', 'b', 'c']);
    const later = await stack.run('events', 'tail', '--json', '-p', aggregate.projectId, '--type', 'taskdel*');
    expect(later.out).toBe('');
  });

  it('cuts lines to the width of the terminal', async () => {
    await moveTask(stack.nc, task(), 'a');
    const { out } = await stack.runWith({ columns: 60 }, 'events', 'tail', '-n', '1');
    expect(out.trimEnd()).toHaveLength(60);
  });

  it('follows until it is interrupted', async () => {
    const aggregate = task();
    const ctrlC = new AbortController();
    let seen = '';
    const options = { signal: ctrlC.signal, onOut: (text: string) => void (seen += text) };
    await moveTask(stack.nc, aggregate, 'before');
    const following = stack.runWith(options, 'events', 'tail', '-f', '--json', '-p', aggregate.projectId);
    await eventually(() => seen.includes('before'));
    await moveTask(stack.nc, aggregate, 'live');
    await eventually(() => seen.includes('live'));
    ctrlC.abort();
    const { exitCode, lines } = await following;
    expect(exitCode).toBe(exitCodes.ok);
    expect(ranksOf(lines())).toEqual(['before', 'live']);
  });
});

describe('events show', () => {
  it('shows an event by position or id with what led to it and what came of it', async () => {
    const aggregate = task();
    const [, second] = await moveTask(stack.nc, aggregate, 'a', 'b', 'c');
    const byId = await stack.run('events', 'show', second?.id ?? '');
    expect(byId.exitCode).toBe(exitCodes.ok);
    const story = byId.out.slice(byId.out.indexOf('Story')).trimEnd().split('\n').slice(1);
    expect(story.map((line) => line.replace(/ {2}task.*?(?= {2}<-|$)/, ''))).toEqual([
      '  request TaskDeleteRequested',
      expect.stringMatching(/^ {4}#\d+ TaskMoved$/),
      expect.stringMatching(/^ {6}#\d+ TaskMoved {2}<- this$/),
      expect.stringMatching(/^ {8}#\d+ TaskMoved$/),
    ]);
    const shown = byId.out.match(/^Position +(\d+)$/m)?.[1] ?? '';
    const byPosition = await stack.run('events', 'show', shown, '--json');
    expect(byPosition.json()).toMatchObject({
      kind: 'fact',
      id: second?.id,
      chain: [{ kind: 'request' }, { kind: 'fact' }, { id: second?.id }],
      effects: [{ kind: 'fact', data: { rank: 'c' } }],
    });
  });

  it('finds requests by their id as well', async () => {
    const [fact] = await moveTask(stack.nc, task(), 'a');
    const { out } = await stack.run('events', 'show', fact?.causationid ?? '', '--json');
    expect(JSON.parse(out)).toMatchObject({ kind: 'request', type: 'podium.task.v1.TaskDeleteRequested' });
  });

  it('says so where there is none', async () => {
    const people = await stack.run('events', 'show', '99999999');
    expect(people).toMatchObject({ exitCode: exitCodes.failed, out: '' });
    expect(people.err).toMatch(/^podium: There is no event at position 99999999\nThe newest is at \d+\.\n$/);
    const programs = await stack.run('events', 'show', 'no-such-id', '--json');
    expect(JSON.parse(programs.err)).toMatchObject({ error: { code: 'not_found' } });
  });
});

describe('events search', () => {
  it('finds text anywhere, stops at the limit and says how many', async () => {
    const aggregate = task();
    await moveTask(stack.nc, aggregate, 'Needle1', 'hay', 'needle2', 'needle3');
    const all = await stack.run('events', 'search', 'nEEdle', '--json');
    expect(ranksOf(all.lines())).toEqual(['Needle1', 'needle2', 'needle3']);
    const some = await stack.run('events', 'search', 'needle', '--limit', '2');
    expect(some.out.trimEnd().split('\n')).toHaveLength(2);
    expect(some.err).toBe('2 found, and maybe more: see --limit\n');
    const none = await stack.run('events', 'search', 'needle', '--type', 'TaskDeleted');
    expect(none).toMatchObject({ exitCode: exitCodes.ok, out: '', err: '0 found\n' });
    const id = await stack.run('events', 'search', aggregate.id, '--until', '2020-01-01');
    expect(id.err).toBe('0 found\n');
  });
});

describe('a message in the log that is no event', () => {
  it('is named, and does not keep an operator from the others', async () => {
    const other = await startTestStack();
    try {
      await moveTask(other.nc, task(), 'before');
      await other.nc.jetstream().publish('evt.p.task.t', 'no JSON');
      await moveTask(other.nc, task(), 'after');
      for (const command of [['tail'], ['search', 'TaskMoved']]) {
        const { exitCode, lines, err } = await other.run('events', ...command, '--json');
        expect(exitCode).toBe(exitCodes.ok);
        expect(ranksOf(lines())).toEqual(['before', 'after']);
        expect(err).toMatch(/^podium: passed over position 2: .* is no JSON\n$/);
      }
    } finally {
      await other.dispose();
    }
  });
});

describe('events export and import', () => {
  it('bring the log into an empty one, with order, ids and times', async () => {
    await moveTask(stack.nc, task(), 'a', 'b');
    const file = join(directory, 'events.ndjson');
    const exported = await stack.run('events', 'export', '-o', file, '--json');
    expect(exported.exitCode).toBe(exitCodes.ok);
    const facts = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RecordedFact);
    expect(exported.json()).toMatchObject({ file, format: 'ndjson', events: facts.length });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['events.ndjson']);

    const other = await startTestStack();
    try {
      const imported = await other.run('events', 'import', file);
      expect(imported).toMatchObject({ exitCode: exitCodes.ok, err: `${facts.length} events imported\n` });
      const [before, after] = [await stack.run('events', 'export'), await other.run('events', 'export')];
      expect(after.out).toBe(before.out);

      const again = await other.run('events', 'import', file);
      expect(again).toMatchObject({ exitCode: exitCodes.refused, out: '' });
      expect(again.err).toMatch(/not empty.*\n.*PODIUM_DATA/);
      expect((await streamDigest(other.nc, streams.events)).messages).toBe(facts.length);
    } finally {
      await other.dispose();
    }
  });

  it('leave out what is no event, where that is asked for', async () => {
    const other = await startTestStack();
    try {
      const { projectId } = task();
      await moveTask(other.nc, task(), 'a');
      await other.nc.jetstream().publish(`evt.${projectId}.project.${projectId}`, 'no JSON');
      await moveTask(other.nc, task(), 'a');
      expect((await other.run('events', 'export')).exitCode).toBe(exitCodes.failed);
      const { lines, err, exitCode } = await other.run('events', 'export', '--skip-unreadable');
      expect([exitCode, lines().length]).toEqual([exitCodes.ok, 2]);
      expect(err).toMatch(/passed over position 2: .*no JSON/);
    } finally {
      await other.dispose();
    }
  });

  it('import thousands from standard input in order', async () => {
    const fact = (number: number): object => ({
      ...{
        specversion: '1.0',
        id: `id-${number}`,
        source: '/t',
        type: 'podium.task.v1.TaskMoved',
        subject: `p/task/${number % 7}`,
      },
      ...{
        time: '2026-01-01T00:00:00.000Z',
        data: { number },
        correlationid: 'c',
        causationid: 'c',
        actor: 'user:a',
        version: 1,
      },
    });
    const stdin = Array.from({ length: 2_345 }, (_, number) => `${JSON.stringify(fact(number))}\n`).join('');
    const other = await startTestStack();
    try {
      expect((await other.runWith({ stdin }, 'events', 'import', '-', '--json')).json()).toEqual({ events: 2_345 });
      const { lines } = await other.run('events', 'export');
      const numbers = lines<{ position: number; data: { number: number } }>();
      expect(numbers.every(({ position, data }) => position === data.number + 1)).toBe(true);
      expect(numbers).toHaveLength(2_345);
    } finally {
      await other.dispose();
    }
  });

  it('name the line that is no event', async () => {
    const other = await startTestStack();
    try {
      const file = join(directory, 'bad.ndjson');
      writeFileSync(file, '{"id": 1');
      expect((await other.run('events', 'import', file)).err).toContain('Line 1 is no JSON');
      writeFileSync(file, '{"id": "a"}\n');
      expect(await other.run('events', 'import', file)).toMatchObject({ exitCode: exitCodes.failed });
    } finally {
      await other.dispose();
    }
  });

  it('write Parquet, only to files, and never over one', async () => {
    const aggregate = task();
    await moveTask(stack.nc, aggregate, 'a', 'b');
    const file = join(directory, 'events.parquet');
    const said = await stack.run('events', 'export', '--format', 'parquet', '-o', file, '-p', aggregate.projectId);
    expect(said.err).toMatch(/^2 events in /);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    expect(rows).toMatchObject([{ aggregate_id: aggregate.id, data: { rank: 'a' } }, { data: { rank: 'b' } }]);
    expect((await stack.run('events', 'export', '--format', 'parquet')).exitCode).toBe(exitCodes.usage);
    expect((await stack.run('events', 'export', '-o', file)).exitCode).toBe(exitCodes.refused);
  });
});
