import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Folders } from './test/folders.ts';

describe('files of a workspace', () => {
  let folders: Folders;
  beforeEach(() => {
    folders = new Folders();
  });
  afterEach(() => folders.remove());

  it('are listed folders first, without what is git’s', async () => {
    folders.repository();
    folders.write('b/c.txt', 'c');
    symlinkSync('a.txt', join(folders.root, 'link'));
    expect(await folders.workspace.look('')).toMatchObject({
      kind: 'directory',
      path: '',
      truncated: false,
      entries: [
        { name: 'b', kind: 'directory', size_bytes: null },
        { name: 'a.txt', kind: 'file', size_bytes: 8 },
        { name: 'link', kind: 'link' },
      ],
    });
    expect(await folders.workspace.look('./b//')).toMatchObject({ path: 'b', entries: [{ name: 'c.txt' }] });
  });

  it('are read in parts, with an etag that changes with them', async () => {
    folders.write('a.txt', '0123456789');
    const { workspace } = folders;
    const whole = await workspace.read('a.txt');
    expect(whole).toMatchObject({ path: 'a.txt', sizeBytes: 10, offset: 0, bytes: Buffer.from('0123456789') });
    expect((await workspace.read('a.txt', { offset: 4, limit: 3 })).bytes.toString()).toBe('456');
    expect((await workspace.read('a.txt', { offset: 8, limit: 30 })).bytes.toString()).toBe('89');
    await expect(workspace.read('a.txt', { offset: 11 })).rejects.toMatchObject({ code: 'range_invalid' });
    expect((await workspace.read('a.txt')).etag).toBe(whole.etag);
    folders.write('a.txt', '9876543210');
    expect((await workspace.read('a.txt')).etag).not.toBe(whole.etag);
    expect(await workspace.look('a.txt')).toMatchObject({
      kind: 'file',
      content: Buffer.from('9876543210').toString('base64'),
    });
  });

  it('are written whole, and only over what the writer knows', async () => {
    folders.write('run.sh', 'old');
    execFileSync('chmod', ['755', join(folders.root, 'run.sh')]);
    const { workspace } = folders;
    const { etag } = await workspace.read('run.sh');
    const next = await workspace.write('run.sh', Buffer.from('new'), { kind: 'known', etag });
    expect(readFileSync(join(folders.root, 'run.sh'), 'utf8')).toBe('new');
    expect(statSync(join(folders.root, 'run.sh')).mode & 0o777).toBe(0o755);
    expect((await workspace.read('run.sh')).etag).toBe(next);
    await expect(workspace.write('run.sh', Buffer.from('x'), { kind: 'known', etag })).rejects.toMatchObject({
      code: 'file_changed',
    });
    await expect(workspace.write('run.sh', Buffer.from('x'), { kind: 'new' })).rejects.toMatchObject({
      code: 'file_changed',
    });
    await workspace.write('b.txt', Buffer.from('b'), { kind: 'new' });
    await expect(workspace.write('no/b.txt', Buffer.from('b'), { kind: 'new' })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await workspace.look('')).toMatchObject({ entries: [{ name: 'b.txt' }, { name: 'run.sh' }] });
  });

  it('do not lead out of it by their path', async () => {
    const attempts = ['../secret', '..', '/etc/passwd', 'a/../../secret', 'a\0b', '.git/config', 'b/.GIT/config'];
    for (const path of attempts) {
      await expect(folders.workspace.look(path)).rejects.toMatchObject({ code: 'path_refused' });
      await expect(folders.workspace.write(path, Buffer.from('x'), { kind: 'new' })).rejects.toMatchObject({
        code: 'path_refused',
      });
    }
    await expect(folders.workspace.look('none')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('do not lead out of it by links', async () => {
    folders.repository();
    symlinkSync(folders.secret, join(folders.root, 'file'));
    symlinkSync('../secret', join(folders.root, 'relative'));
    symlinkSync('/', join(folders.root, 'folder'));
    symlinkSync('.git', join(folders.root, 'inside'));
    symlinkSync('loop', join(folders.root, 'loop'));
    mkdirSync(join(folders.path, 'workspace-of-another'));
    symlinkSync('../workspace-of-another', join(folders.root, 'neighbour'));
    const paths = ['file', 'relative', 'folder', 'folder/etc/passwd', 'inside/config', 'inside', 'loop', 'neighbour'];
    for (const path of paths) {
      await expect(folders.workspace.look(path)).rejects.toMatchObject({ code: 'path_refused' });
    }
    await expect(
      folders.workspace.write('folder/tmp/podium-x', Buffer.from('x'), { kind: 'new' }),
    ).rejects.toMatchObject({ code: 'path_refused' });
    await expect(folders.workspace.write('file', Buffer.from('x'), { kind: 'new' })).rejects.toMatchObject({
      code: 'not_a_file',
    });
    expect(readFileSync(folders.secret, 'utf8')).toBe('sk-very-secret\n');
    symlinkSync('a.txt', join(folders.root, 'good'));
    expect((await folders.workspace.read('good')).bytes.toString()).toBe('one\ntwo\n');
  });

  it('are not waited for where they are pipes, sockets or devices', async () => {
    execFileSync('mkfifo', [join(folders.root, 'pipe')]);
    await expect(folders.workspace.look('pipe')).rejects.toMatchObject({ code: 'not_a_file' });
    const server = createServer().listen(join(folders.root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    await expect(folders.workspace.look('socket')).rejects.toMatchObject({ code: 'not_a_file' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('never lead out of it while somebody puts a link in the place of a folder', async () => {
    folders.write('real/secret', 'harmless');
    const swapped = join(folders.root, 'real');
    let over = false;
    const attack = async (): Promise<void> => {
      while (!over) {
        renameSync(swapped, join(folders.root, 'aside'));
        symlinkSync(folders.path, swapped);
        await setImmediate();
        unlinkSync(swapped);
        renameSync(join(folders.root, 'aside'), swapped);
        await setImmediate();
      }
    };
    const attacking = attack();
    const outcomes = new Set<string>();
    for (let round = 0; round < 2_000; round += 1) {
      const [result] = await Promise.allSettled([folders.workspace.read('real/secret')]);
      outcomes.add(result.status === 'fulfilled' ? result.value.bytes.toString() : 'refused');
      await Promise.allSettled([folders.workspace.write('real/planted', Buffer.from('x'), { kind: 'new' })]);
    }
    over = true;
    await attacking;
    expect([...outcomes].sort()).toEqual(['harmless', 'refused']);
    expect(existsSync(join(folders.path, 'planted'))).toBe(false);
  });

  it('tells how much it did not list', async () => {
    folders.write('a', 'a');
    for (let index = 0; index < 2_000; index += 1) linkSync(join(folders.root, 'a'), join(folders.root, `a${index}`));
    expect(await folders.workspace.list('')).toMatchObject({ truncated: true });
  });
});
