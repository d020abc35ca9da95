import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fact } from '@podium/event-sourcing';
import { PatchArchive, type FilePatch } from '@podium/jetstream';
import { FileChange, TurnEnding, type TurnChanges } from '@podium/proto';
import { eventually } from '@podium/testing';
import { startHarness, type Harness } from './harness.ts';

const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };
const model = { providerId: 'p', modelId: 'm', label: 'M', scripted: false };
const hash = 'abc1234def'.repeat(4);

let harness: Harness;
let projectId: string;
let taskId: string;
let sessionId: string;
let path: string;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
  const task = await harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'A task' });
  taskId = String(task.body['id']);
  const executed = await harness.call('POST', `/api/projects/${projectId}/tasks/${taskId}/execute`);
  sessionId = String(executed.body['session_id']);
  path = `/api/sessions/${sessionId}/changes`;
});
afterAll(() => harness.close());

/** As session-svc ends a turn. */
async function turnEnds(turn: number, more: { promptId?: string; changes?: TurnChanges; subject?: string }) {
  const { subject, ...news } = more;
  await harness.services.append({ projectId, context: 'session', id: sessionId }, [
    fact('podium.session.v1.TurnEnded', {
      sessionId,
      taskId,
      turn,
      ending: TurnEnding.COMPLETED,
      summary: 'Done.',
      usage,
      model,
      requestedBy: 'user:owner',
      last: false,
      ...news,
      ...(subject === undefined ? {} : { commit: { hash, subject } }),
    }),
  ]);
}

async function stored(patches: readonly FilePatch[]): Promise<TurnChanges> {
  return {
    files: patches.map((each) => ({ path: each.path, change: FileChange.MODIFIED, additions: 2, deletions: 1 })),
    totalFiles: patches.length,
    additions: 2 * patches.length,
    deletions: patches.length,
    patchesId: await new PatchArchive(harness.nc).put(projectId, patches),
  };
}

const readme = { path: 'docs/READ ME.md', patch: '--- a\n+++ b\n', isTruncated: false };
const long = { path: 'long.txt', patch: '@@ long\n', isTruncated: true };

describe('what a session changed', () => {
  it('is nothing before its first turn has ended', async () => {
    const empty = await eventually(async () => {
      const answer = await harness.call('GET', path);
      return answer.status === 200 ? answer.body : undefined;
    });
    expect(empty).toMatchObject({ session_id: sessionId, turns: [] });
  });

  it('is told turn by turn, with what each was asked and the commit that came out', async () => {
    await harness.services.append({ projectId, context: 'session', id: sessionId }, [
      fact('podium.session.v1.PromptAdded', { sessionId, taskId, promptId: 'p1', text: 'And more', interrupt: false }),
    ]);
    await turnEnds(1, { changes: await stored([readme, long]), subject: 'Add a README' });
    await turnEnds(2, { promptId: 'p1', changes: { files: [], totalFiles: 0, additions: 0, deletions: 0 } });
    await turnEnds(3, { promptId: 'p1' });
    const { status, body } = await harness.call('GET', path);
    expect(status).toBe(200);
    expect(body['position']).toEqual(expect.any(Number));
    const change = { status: 'modified', additions: 2, deletions: 1 };
    expect(body['turns']).toMatchObject([
      {
        turn: 1,
        prompt: 'do it',
        ended_at: expect.any(String),
        commit: { hash, subject: 'Add a README' },
        files: [
          { path: readme.path, ...change },
          { path: long.path, ...change },
        ],
        total_files: 2,
        additions: 4,
        deletions: 2,
        changes_known: true,
        partial: false,
      },
      { turn: 2, prompt: 'And more', commit: null, files: [], changes_known: true },
      { turn: 3, prompt: 'And more', commit: null, files: [], changes_known: false },
    ]);
  });

  it('comes as patches, of one file or of all', async () => {
    expect(await harness.call('GET', `${path}/1?path=${encodeURIComponent(readme.path)}`)).toMatchObject({
      status: 200,
      body: { turn: 1, path: readme.path, patch: readme.patch, truncated: false },
    });
    expect((await harness.call('GET', `${path}/1?path=long.txt`)).body).toMatchObject({ truncated: true });
    expect((await harness.call('GET', `${path}/1`)).body).toEqual({
      turn: 1,
      path: null,
      patch: readme.patch + long.patch,
      truncated: true,
    });
  });

  it('is in the story of its task', async () => {
    const history = await harness.call('GET', `/api/tasks/${taskId}/history`);
    const entries = history.body['entries'] as { title: string; details: object }[];
    const entry = entries.find(({ title }) => title.includes('committed'));
    expect(entry?.title).toBe('The agent answered; it changed 2 files (+4 -2) and committed abc1234 (Add a README)');
    expect(entry?.details).toMatchObject({ commit: hash, files: `${readme.path}, ${long.path}` });
  });

  it.each(['1?path=other.txt', '2', '3', '9', 'x', '1e0'])(
    'is not there where nothing was changed: %s',
    async (what) => {
      expect(await harness.call('GET', `${path}/${what}`)).toMatchObject({
        status: 404,
        body: { code: 'change_not_found' },
      });
    },
  );

  it('is not there without the session, or once the patches are gone', async () => {
    for (const each of ['/api/sessions/none/changes', '/api/sessions/none/changes/1']) {
      expect(await harness.call('GET', each)).toMatchObject({ status: 404, body: { code: 'session_not_found' } });
    }
    expect((await harness.call('GET', `${path}/1?path=`)).status).toBe(422);
    await new PatchArchive(harness.nc).deleteProject(projectId);
    expect((await harness.call('GET', `${path}/1`)).status).toBe(404);
    expect((await harness.call('GET', path)).body['turns']).toHaveLength(3);
  });
});
