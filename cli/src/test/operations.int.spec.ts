import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, type INestApplication } from '@nestjs/common';
import { OnFact, type ParkedMessage } from '@podium/jetstream';
import type { Recorded } from '@podium/proto';
import { eventually } from '@podium/testing';
import { exitCodes } from '../exit-codes.ts';
import { moveTask, startService, startTestStack, task, type TestStack } from './stack.ts';

let stack: TestStack;
let directory: string;
let app: INestApplication;
let broken: Set<string>;
let handled: string[];

@Controller()
class Process {
  @OnFact('moves', ['podium.task.v1.TaskMoved'])
  async onMoved({ data }: Recorded<'podium.task.v1.TaskMoved'>): Promise<void> {
    if (broken.has(data.rank)) throw new RangeError(`no such rank: ${data.rank}`);
    handled.push(data.rank);
  }
}

beforeAll(async () => {
  broken = new Set(['poison']);
  handled = [];
  stack = await startTestStack();
  app = await startService(stack.nc, 'test-svc', Process);
});

beforeEach(() => {
  broken = new Set(['poison']);
  handled = [];
  directory = mkdtempSync(join(tmpdir(), 'podium-test-cli-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

afterAll(async () => {
  await app.close();
  await stack.dispose();
});

const parked = async (): Promise<ParkedMessage[]> => (await stack.run('parked', 'list', '--json')).json();
const parkedWhen = (count: number): Promise<ParkedMessage[]> =>
  eventually(async () => {
    const found = await parked();
    return found.length === count && found;
  });

describe('parked', () => {
  it('lists, shows, retries and discards what a service could not handle', async () => {
    expect((await stack.run('parked', 'list')).out).toBe('Nothing is parked.\n');
    const aggregate = task();
    await moveTask(stack.nc, aggregate, 'a', 'poison', 'b');
    const [first] = await parkedWhen(2);
    const id = String(first?.id);

    const list = await stack.run('parked', 'list');
    const [head, line, behind] = list.out.split('\n');
    expect(head).toMatch(/^ID +CONSUMER +MESSAGE +AGGREGATE +ATTEMPTS +PARKED \(UTC\) +WHY$/);
    expect(line).toMatch(/test-svc-moves +EVENTS \d+ .* 2 .*RangeError: no such rank: poison$/);
    expect(behind).toMatch(/ 0 .*stands behind an earlier one of its aggregate$/);

    const show = await stack.run('parked', 'show', id);
    expect(show.out).toContain('Why       RangeError: no such rank: poison');
    expect(show.out).toContain('at Process.onMoved');
    expect(show.out).toContain('"rank": "poison"');
    expect((await stack.run('parked', 'show', id, '--json')).json()).toMatchObject({
      id: first?.id,
      reference: { attempts: 2 },
      event: { data: { rank: 'poison' } },
    });

    const still = await stack.run('parked', 'retry', id);
    expect(still).toMatchObject({ exitCode: exitCodes.failed });
    expect(still.out).toMatch(/0 handled, EVENTS \d+ failed again: RangeError: no such rank: poison\n$/);
    expect(await parked()).toHaveLength(2);

    broken.clear();
    const retried = await stack.run('parked', 'retry', '--all');
    expect(retried).toMatchObject({ exitCode: exitCodes.ok });
    expect(retried.out).toMatch(/2 handled, nothing of it is parked any more\n$/);
    expect(handled).toEqual(['a', 'poison', 'b']);
    expect(await parked()).toEqual([]);
    await moveTask(stack.nc, aggregate, 'c');
    await eventually(() => handled.includes('c'));

    const resolved = await stack.run('parked', 'list', '--resolved');
    expect(resolved.out).toMatch(/retried +operator:tester/);
  });

  it('keeps who discarded a message and why, and says what is still parked behind it', async () => {
    await moveTask(stack.nc, task(), 'poison', 'behind');
    const [first, second] = await parkedWhen(2);
    const said = await stack.run('parked', 'discard', String(first?.id), '--reason', 'moved by hand');
    expect(said.out).toBe(
      `Discarded ${first?.id}.\n1 of the same aggregate are still parked: podium parked retry ${second?.id}\n`,
    );
    expect((await stack.run('parked', 'show', String(first?.id))).exitCode).toBe(exitCodes.failed);
    const after = await stack.run('parked', 'retry', String(second?.id), '--json');
    expect(after.json()).toMatchObject([{ consumer: 'test-svc-moves', handled: [second?.reference.sequence] }]);
    expect(handled).toEqual(['behind']);
    expect((await stack.run('parked', 'list', '--resolved', '--json')).json()).toContainEqual(
      expect.objectContaining({
        id: first?.id,
        resolution: 'discarded',
        actor: 'operator:tester',
        reason: 'moved by hand',
      }),
    );
  });

  it.each([
    [['parked', 'retry']],
    [['parked', 'retry', '1', '--all']],
    [['parked', 'retry', '1', '--consumer', 'x']],
    [['parked', 'discard', '1']],
    [['parked', 'discard', '1', '--reason', ' ']],
    [['parked', 'show', 'x']],
  ])('%j is a wrong command line', async (args) => {
    expect(await stack.run(...args)).toMatchObject({ exitCode: exitCodes.usage, out: '' });
  });
});

describe('replay consumer', () => {
  it('has a running service handle events again', async () => {
    await moveTask(stack.nc, task(), 'x', 'y', 'z');
    await eventually(() => handled.length === 3);
    const { json } = await stack.run('events', 'tail', '-n', '1', '--json');
    const { position } = json<{ position: number }>();
    const from = String(position - 1);
    const dry = await stack.run('replay', 'consumer', 'test-svc-moves', '--from', from, '--dry-run');
    expect(dry.err).toMatch(/^Up to [12] messages of EVENTS would be handled again by test-svc-moves\.\n$/);
    await eventually(async () => {
      const { consumers } = (await stack.run('streams', 'info', '--json')).json<Info>();
      return consumers[0]?.handledUpTo === position;
    });
    const replayed = await stack.run('replay', 'consumer', 'test-svc-moves', '--from', from, '--json');
    expect(replayed.json()).toMatchObject({ from: position - 1, handledUpTo: position, repeated: 2, instances: 1 });
    await eventually(() => handled.length === 5);
    expect(handled).toEqual(['x', 'y', 'z', 'y', 'z']);
  });

  it('refuses to leave messages out, and names the consumers that there are', async () => {
    const beyond = await stack.run('replay', 'consumer', 'test-svc-moves', '--from', '99999999');
    expect(beyond.exitCode).toBe(exitCodes.usage);
    const unknown = await stack.run('replay', 'consumer', 'nobody', '--from', '1');
    expect(unknown.exitCode).toBe(exitCodes.failed);
    expect(unknown.err).toContain('There are: test-svc-moves');
  });
});

interface Info {
  readonly streams: readonly { name: string; messages: number; sha256?: string }[];
  readonly consumers: readonly { name: string; handledUpTo: number; parked: number }[];
}

describe('streams info', () => {
  it('tells what streams hold and how far consumers are', async () => {
    await moveTask(stack.nc, task(), 'poison');
    const [message] = await parkedWhen(1);
    const people = await stack.run('streams', 'info', '--checksum');
    expect(people.exitCode).toBe(exitCodes.ok);
    expect(people.out).toMatch(/^STREAM +MESSAGES +SIZE/);
    expect(people.out).toMatch(/\ntest-svc-moves +EVENTS +\d+ +0 +\d+ +1\n/);
    expect(people.out).toMatch(/\nEVENTS +\d+ +[0-9a-f]{64}\n/);
    const info = (await stack.run('streams', 'info', '--json')).json<Info>();
    expect(info.consumers).toMatchObject([{ name: 'test-svc-moves', parked: 1 }]);
    expect(info.streams.map(({ name }) => name)).toEqual([
      'EVENTS',
      'OUTCOMES',
      'OUTPUT',
      'PARKED',
      'REQUESTS',
      'SNAPSHOTS',
      'TIMERS',
    ]);
    await stack.run('parked', 'discard', String(message?.id), '--reason', 'end of the test');
  });
});

describe('backup and restore', () => {
  it('bring a stack back with the same checksums', async () => {
    await moveTask(stack.nc, task(), 'a', 'b', 'c');
    const file = join(directory, 'podium.tar');
    const backup = await stack.run('backup', file);
    expect(backup).toMatchObject({ exitCode: exitCodes.ok });
    expect(backup.out).toMatch(/^STREAM +MESSAGES +LAST +COMPRESSED\n/);
    expect((await stack.run('backup', file)).exitCode).toBe(exitCodes.refused);
    expect((await stack.run('restore', file, '--verify-only')).err).toBe('The file is whole.\n');

    const checksums = async (of: TestStack): Promise<unknown> =>
      (await of.run('streams', 'info', '--checksum', '--json'))
        .json<Info>()
        .streams.map(({ name, messages, sha256 }) => [name, messages, sha256]);
    const other = await startTestStack();
    try {
      const restored = await other.run('restore', file);
      expect(restored).toMatchObject({ exitCode: exitCodes.ok, err: 'Restored. Restart this Podium now.\n' });
      expect(await checksums(other)).toEqual(await checksums(stack));

      const again = await other.run('restore', file);
      expect(again.exitCode).toBe(exitCodes.refused);
      expect(again.err).toMatch(/There are messages in .*EVENTS.*\n.*--force/);
      const forced = await other.run('restore', file, '--force', '--json');
      expect(forced.json()).toMatchObject({ file, rewound: [] });
      expect(await checksums(other)).toEqual(await checksums(stack));
    } finally {
      await other.dispose();
    }
  });

  it('leave no file behind when the disk refuses', async () => {
    const file = join(directory, 'missing', 'podium.tar');
    expect(await stack.run('backup', file)).toMatchObject({ exitCode: exitCodes.failed, out: '' });
    expect(existsSync(file)).toBe(false);
    expect(await stack.run('restore', file)).toMatchObject({ exitCode: exitCodes.failed });
  });
});
