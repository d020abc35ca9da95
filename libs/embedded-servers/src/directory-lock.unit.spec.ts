import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockDirectory } from './directory-lock.ts';
import { identifyProcess, isRunning } from './process-identity.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podium-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the lock of a directory', () => {
  it('keeps others out and tells them what they need to know', () => {
    lockDirectory(directory).record({ notes: { url: 'http://localhost:3000' } });
    const holder = { owner: identifyProcess(process.pid), notes: { url: 'http://localhost:3000' } };
    expect(() => lockDirectory(directory)).toThrow(
      expect.objectContaining({ code: 'DIRECTORY_IN_USE', holder: expect.objectContaining(holder) }),
    );
  });

  it('can be taken again when it is released, and leaves no file', () => {
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
    expect(lockDirectory(directory).abandoned).toBeUndefined();
  });

  it('is taken over from a process whose id belongs to another one by now', () => {
    lockDirectory(directory).record({ children: [{ pid: 1, began: 'long ago' }] });
    const path = join(directory, 'lock.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"began":"[^"]+"/, '"began":"before the reboot"'));
    expect(lockDirectory(directory).abandoned?.children).toEqual([{ pid: 1, began: 'long ago' }]);
    expect(readdirSync(directory)).toEqual(['lock.json']);
  });

  it('is taken over when its file is empty, as after a power cut', () => {
    writeFileSync(join(directory, 'lock.json'), '');
    expect(lockDirectory(directory).abandoned).toBeUndefined();
    expect(() => lockDirectory(directory)).toThrow(expect.objectContaining({ code: 'DIRECTORY_IN_USE' }));
  });
});

describe('the identity of a process', () => {
  it('is the same at every look, and that of nobody who has its id later', () => {
    const self = identifyProcess(process.pid);
    expect(self).toBeDefined();
    expect(self).toEqual(identifyProcess(process.pid));
    expect(isRunning({ pid: process.pid, began: 'another time' })).toBe(false);
  });
});
