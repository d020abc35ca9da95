import { execFileSync } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PatchArchive, type FilePatch } from '@podium/jetstream';
import { FileChange, OutputKind, TurnEnding, type Recorded } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { SessionWorld } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

type TurnEnded = Recorded<'podium.session.v1.TurnEnded'>['data'];

let world: SessionWorld;
let service: RunningService;

async function begin(isRepository: boolean): Promise<void> {
  world = await SessionWorld.create();
  world.isRepository = isRepository;
  service = await world.start();
  await world.projectIsCreated(1);
  await world.podIsReady();
}

async function finish(): Promise<void> {
  await service.close();
  await world.dispose();
}

function workspace(): string {
  if (!world.openCode) throw new Error('The pod is not there');
  return world.openCode.directory;
}

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@podium.invalid'];
  return execFileSync('git', [...identity, ...args], { cwd: workspace(), encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** A file of numbered lines, committed. */
async function committedFile(name: string, lines: number): Promise<void> {
  await writeFile(join(workspace(), name), Array.from({ length: lines }, (_, index) => `line ${index + 1}\n`).join(''));
  git('add', name);
  git('commit', '--quiet', '--message', `Add ${name}`);
}

/** The end of the first turn of a new session. */
async function turnOf(text: string): Promise<TurnEnded> {
  const { sessionId } = await world.execute(text);
  return (await world.fact(sessionId, 'podium.session.v1.TurnEnded', 60)).data;
}

async function patchesOf({ changes }: TurnEnded): Promise<FilePatch[]> {
  if (changes?.patchesId === undefined) return [];
  return (await new PatchArchive(world.nats).get(world.projectId, changes.patchesId)) ?? [];
}

describe('what a turn does to a repository', () => {
  beforeEach(() => begin(true));
  afterEach(finish);

  it('is in the fact that ends it: files with their lines, and the commit that came out, also the very first', async () => {
    const first = await turnOf('Add a README and commit it as "The first one"');
    const lines = (await readFile(join(workspace(), 'README.md'), 'utf8')).split('\n').length - 1;
    expect(first.commit).toEqual({ hash: git('rev-parse', 'HEAD'), subject: 'The first one' });
    expect(first.changes).toEqual({
      files: [{ path: 'README.md', change: FileChange.ADDED, additions: lines, deletions: 0, own: true }],
      totalFiles: 1,
      additions: lines,
      deletions: 0,
      patchesId: expect.any(String),
    });
    const [patch] = await patchesOf(first);
    expect(patch).toMatchObject({ path: 'README.md', isTruncated: false });
    expect(patch?.patch).toContain(`@@ -0,0 +1,${lines} @@\n+# README\n`);

    git('pack-refs', '--all');
    const second = await turnOf('Run `true`');
    expect(second.commit).toBeUndefined();
    expect(second.changes).toEqual({ files: [], totalFiles: 0, additions: 0, deletions: 0 });
  });

  it('is told for each turn of a session by itself', async () => {
    await committedFile('notes.txt', 100);
    const { sessionId } = await world.execute('Slowly for 2 seconds edit notes.txt');
    await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    for (const text of ['Run `git mv notes.txt other.txt` and commit it', 'Run `git checkout --quiet HEAD~1`']) {
      await world.ask('podium.session.v1.PromptAddRequested', {
        sessionId,
        promptId: crypto.randomUUID(),
        text,
        interrupt: false,
      });
    }
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    const turns = world.facts(sessionId).flatMap((each) => (each.type.endsWith('TurnEnded') ? [each] : []));
    const [edited, renamed, left] = turns.map(({ data }) => data as TurnEnded);
    if (!edited || !renamed || !left) throw new Error(`There are ${turns.length} turns`);

    expect(edited.commit).toBeUndefined();
    expect(edited.changes?.files).toEqual([
      { path: 'notes.txt', change: FileChange.MODIFIED, additions: 1, deletions: 0, own: true },
    ]);
    // Not the whole file, as OpenCode would show it.
    const [patch] = await patchesOf(edited);
    expect(patch?.patch).toMatch(/@@ -98,3 \+98,4 @@\n line 98\n line 99\n line 100\n\+Edited by the demo model/);

    expect(renamed.commit?.subject).toMatch(/^Run `git mv/);
    expect(renamed.changes?.files.map(({ path, change }) => [path, change])).toEqual([
      ['notes.txt', FileChange.DELETED],
      ['other.txt', FileChange.ADDED],
    ]);

    expect(left.commit).toEqual({ hash: git('rev-parse', 'HEAD') });
    expect(left.changes?.files.map(({ path }) => path)).toEqual(['notes.txt', 'other.txt']);
  });

  it('is cut where it is too long, and says so', async () => {
    await committedFile('long.txt', 2_000);
    const turn = await turnOf(
      "Run `sed -i 's/7$/LINE/' long.txt; seq 1 300000 > bigger.txt; seq 1 400000 > biggest.txt`",
    );
    // What is larger than 2 MB and new OpenCode does not look at.
    expect(turn.changes?.files.map(({ path, additions, deletions }) => [path, additions, deletions])).toEqual([
      ['bigger.txt', 300_000, 0],
      ['long.txt', 200, 200],
    ]);
    const [bigger, long] = await patchesOf(turn);
    expect(bigger).toMatchObject({ path: 'bigger.txt', isTruncated: true });
    expect(bigger?.patch.length).toBeGreaterThan(499_900);
    expect(bigger?.patch.length).toBeLessThanOrEqual(500_000);
    expect(bigger?.patch).toMatch(/^Index: bigger\.txt\n[^]*\n$/);
    expect(long).toMatchObject({ path: 'long.txt', isTruncated: false });
  });

  it('is told also of turns that fail or are stopped', async () => {
    const failed = await turnOf("Run `echo x > 'ä b.txt'`, then simulate a failure");
    expect(failed.ending).toBe(TurnEnding.FAILED);
    expect(failed.changes?.partial).toBeUndefined();
    expect(failed.changes?.files.map(({ path }) => path)).toEqual(['ä b.txt']);

    const { sessionId, taskId } = await world.execute('Run `printf "\\0\\1" > data.bin`. Think first. Run `sleep 60`');
    await eventually(async () => (await readFile(join(workspace(), 'data.bin')).catch(() => '')).length === 2);
    await eventually(async () =>
      (await world.output(sessionId)).some(({ kind, text }) => kind === OutputKind.TOOL && text.includes('sleep 60')),
    );
    await world.ask('podium.session.v1.SessionStopRequested', { sessionId, taskId });
    const stopped = (await world.fact(sessionId, 'podium.session.v1.TurnEnded', 60)).data;
    expect(stopped.ending).toBe(TurnEnding.STOPPED);
    expect(stopped.changes?.partial).toBe(true);
    expect(stopped.changes?.files).toEqual([
      { path: 'data.bin', change: FileChange.ADDED, additions: 0, deletions: 0 },
    ]);
    expect(await patchesOf(stopped)).toEqual([{ path: 'data.bin', patch: '', isTruncated: false }]);
  });

  it('is told in all where the answer was cut off and sent for anew', async () => {
    const task = 'Run `echo a > a.txt`. Slowly for 4 seconds edit b.txt and commit it as "Both"';
    const { sessionId } = await world.execute(task);
    const said = async () => (await world.output(sessionId)).map(({ text }) => text).join('');
    await eventually(async () => (await said()).includes('Step 1'));
    await world.openCode?.kill();
    await world.openCode?.restart();
    const turn = (await world.fact(sessionId, 'podium.session.v1.TurnEnded', 60)).data;
    expect(world.story(sessionId).filter((name) => name === 'SessionStarted')).toHaveLength(2);
    expect(turn.commit).toEqual({ hash: git('rev-parse', 'HEAD'), subject: 'Both' });
    expect(turn.changes?.partial).toBe(true);
    expect(turn.changes?.files.map(({ path, change }) => [path, change])).toEqual([
      ['a.txt', FileChange.ADDED],
      ['b.txt', FileChange.ADDED],
    ]);
  });

  it('is forgotten with the project', async () => {
    const turn = await turnOf('Add a README');
    expect(await patchesOf(turn)).toHaveLength(1);
    await appendFile(join(workspace(), 'README.md'), 'More.\n');
    await world.projectIsDeleted();
    await eventually(async () => (await patchesOf(turn)).length === 0);
  });
});

describe('what a turn does to a workspace without git', () => {
  afterAll(finish);

  it('is not known, and nobody minds', async () => {
    await begin(false);
    const { sessionId } = await world.execute('Add a README');
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    const started = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    expect(started.data.headCommit).toBeUndefined();
    const turn = (await world.fact(sessionId, 'podium.session.v1.TurnEnded')).data;
    expect([turn.commit, turn.changes]).toEqual([undefined, undefined]);
  });
});
