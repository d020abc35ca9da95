import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { forgetRunningStack, noteRunningStack } from './running-stack.ts';

it('tells only this user where the stack is, for as long as it runs', () => {
  const runDir = mkdtempSync(join(tmpdir(), 'podium-test-run-'));
  const file = join(runDir, 'stack.json');
  const stack = { natsUrl: 'nats://podium:secret@127.0.0.1:4222', url: 'http://localhost:3000', pid: process.pid };
  noteRunningStack(runDir, { ...stack, pid: 1 });
  // As a careless hand would leave it.
  chmodSync(file, 0o644);
  noteRunningStack(runDir, stack);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(stack);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  forgetRunningStack(runDir);
  forgetRunningStack(runDir);
  expect(existsSync(file)).toBe(false);
  rmSync(runDir, { recursive: true });
});
