import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeyedQueue } from '../keyed-queue.ts';
import { capLog, lastLines, readFrom } from './log-file.ts';
import { podFolder } from './pod-folder.ts';

describe('a pod’s folder', () => {
  it.each(['../x', 'a/b', '', 'A', 'x'.repeat(65)])('refuses the project id "%s"', (id) => {
    expect(() => podFolder('/data', id)).toThrow(TypeError);
  });
});

describe('log files', () => {
  let folder: string;
  let log: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'podium-log-'));
    log = join(folder, 'x.log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('give their newest lines, oldest first', async () => {
    expect(await lastLines(log, 2)).toEqual([]);
    writeFileSync(log, 'one\ntwo\n\nthree\n');
    expect(await lastLines(log, 2)).toEqual(['two', 'three']);
    expect(await readFrom(log, 4)).toBe('two\n\nthree\n');
  });

  it('keep their newest tenth past the limit', async () => {
    writeFileSync(log, `${'old '.repeat(100)}newest end`);
    await capLog(log, 400);
    const kept = readFileSync(log, 'utf8');
    expect(kept).toHaveLength(40);
    expect(kept.endsWith('newest end')).toBe(true);
    await capLog(log, 400);
    expect(readFileSync(log, 'utf8')).toBe(kept);
  });
});

describe('the queue', () => {
  it('runs work of one key in order, also after a failure, and of others at once', async () => {
    const queue = new KeyedQueue();
    const done: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const first = queue.run('a', async () => {
      await gate;
      done.push('a1');
      throw new Error('a1 failed');
    });
    const second = queue.run('a', () => Promise.resolve(done.push('a2')));
    await queue.run('b', () => Promise.resolve(done.push('b')));
    release();
    await expect(first).rejects.toThrow('a1 failed');
    await second;
    expect(done).toEqual(['b', 'a1', 'a2']);
  });
});
