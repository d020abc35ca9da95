import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { natsAddress } from './stack-address.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'podium-test-address-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function writeStack(directory: string, pid: number): void {
  mkdirSync(join(root, directory, 'run'), { recursive: true });
  const stack = { natsUrl: `nats://podium:x@127.0.0.1:1/${directory}`, url: 'http://localhost:3000', pid };
  writeFileSync(join(root, directory, 'run', 'stack.json'), JSON.stringify(stack));
}

/** No process has it: it is above the largest that Linux gives. */
const nobody = 2 ** 22 + 1;

describe('natsAddress', () => {
  it('prefers the flag, then NATS_URL, then the running stack of PODIUM_DATA, then that of .podium', () => {
    writeStack('.podium', process.pid);
    writeStack('other', process.pid);
    const env = { NATS_URL: 'nats://b:4222', PODIUM_DATA: 'other' };
    expect(natsAddress('nats://a:4222', env, root).url).toBe('nats://a:4222');
    expect(natsAddress(undefined, env, root).url).toBe('nats://b:4222');
    expect(natsAddress(undefined, { PODIUM_DATA: 'other' }, root).url).toContain('other');
    expect(natsAddress(undefined, {}, root)).toMatchObject({ source: join(root, '.podium', 'run', 'stack.json') });
  });

  it('says what to do where nothing runs, or only the file of a stack that was killed is left', () => {
    const expected = { exitCode: 4, code: 'stack_not_running', hint: expect.stringContaining('npm start') };
    expect(() => natsAddress(undefined, {}, root)).toThrow(expect.objectContaining(expected));
    writeStack('.podium', nobody);
    expect(() => natsAddress(undefined, {}, root)).toThrow(expect.objectContaining(expected));
  });

  it('refuses what is no URL of NATS', () => {
    for (const url of ['localhost:4222', 'http://localhost:4222', 'nats://a:4222,b']) {
      expect(() => natsAddress(url, {}, root)).toThrow(expect.objectContaining({ exitCode: 2 }));
    }
  });
});
