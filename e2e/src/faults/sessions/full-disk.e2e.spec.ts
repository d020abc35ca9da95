import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { SessionWorld } from './session-world.ts';

/** Large enough for a runtime's own files, small enough to be filled at once. */
const diskMegabytes = 200;
const why = 'A disk of its own for the projects needs root and the right to mount.';

test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, why);
test.setTimeout(300_000);

test('a full disk ends a session with a truthful reason, and room on it again is all it takes', async () => {
  let projects = '';
  const prepare = (dataDir: string): Promise<void> => {
    projects = join(dataDir, 'projects');
    mkdirSync(projects, { recursive: true });
    test.skip(!canMount(projects), why);
    return Promise.resolve();
  };
  const world = await SessionWorld.start({ prepare });
  try {
    const projectId = await world.createProject('Small disk');
    const ballast = join(projects, 'ballast');
    fill(projects, ballast);
    const starved = await world.execute(projectId, 'Write a note without room (case 300)', 'full-1');
    await world.settled(starved, 240);
    const [session] = await world.client.sessions(starved);
    console.log(`Full disk: ${session?.status}, ${session?.failure?.code ?? '-'}: ${session?.failure?.message ?? '-'}`);
    expect(session?.status).toBe('failed');
    expect(session?.failure?.message).toContain('disk');

    rmSync(ballast);
    const fed = await world.execute(projectId, 'Write a note with room (case 301)', 'full-2');
    await world.settled(fed);
    expect((await world.client.sessions(fed)).map(({ status }) => status)).toEqual(['completed']);
    await expect.poll(() => world.outputFaults(fed)).toEqual([]);
  } finally {
    await world.stack.stop().finally(() => execFileSync('umount', ['--lazy', projects]));
    await world.dispose();
  }
});

function canMount(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m,mode=700`, 'podium-test', path], {
      stdio: 'pipe',
    });
    return true;
  } catch (error) {
    if (error instanceof Error && 'status' in error) return false;
    throw error;
  }
}

/** Leaves nothing. */
function fill(path: string, ballast: string): void {
  const { bavail, bsize } = statfsSync(path);
  try {
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
