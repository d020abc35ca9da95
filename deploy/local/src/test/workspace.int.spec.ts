import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { start as startPods } from '@podium/pod-svc';
import { eventually, testDatabase, type TestDatabase } from '@podium/testing';
import { openDoor, type Door } from './door.ts';

// A real pod on a busy machine.
jest.setTimeout(120_000);

describe('the workspace of a project', () => {
  const dataPath = mkdtempSync(join(tmpdir(), 'podium workspace '));
  let door: Door;
  let database: TestDatabase;
  let pods: Awaited<ReturnType<typeof startPods>>;

  beforeAll(async () => {
    door = await openDoor();
    database = await testDatabase();
    pods = await startPods({
      NATS_URL: door.natsUrl,
      DATABASE_URL: database.url,
      PODIUM_SECRET: 'a secret of sixteen characters or more',
      PODIUM_DATA: dataPath,
      PODIUM_DEMO_MODEL_URL: 'http://127.0.0.1:9/v1',
      LOG_LEVEL: 'silent',
      PATH: process.env['PATH'] ?? '',
    });
  });
  afterAll(async () => {
    await pods.close();
    await door.close();
    await database.drop();
    rmSync(dataPath, { recursive: true, force: true });
  });

  it('is opened through the API, folder by folder and file by file', async () => {
    const project = await door.ok('POST', '/api/projects', { name: 'Sample', source: 'sample' });
    const workspace = `/api/projects/${String(project['id'])}/workspace`;
    const root = await eventually(
      async () => {
        const answer = await door.call('GET', workspace);
        return answer.status === 200 ? answer.body : undefined;
      },
      { timeoutSeconds: 60 },
    );
    expect(root).toMatchObject({
      kind: 'directory',
      truncated: false,
      entries: expect.arrayContaining([expect.objectContaining({ name: 'package.json', kind: 'file' })]),
    });
    expect(JSON.stringify(root)).not.toContain('".git"');
    const file = await door.ok('GET', `${workspace}?path=package.json`);
    expect(file).toMatchObject({ kind: 'file', encoding: 'utf8', truncated: false });
    expect(JSON.parse(String(file['content']))).toHaveProperty('name');
    for (const [path, status] of [
      ['../pod.json', 403],
      ['.git/config', 403],
      ['nothing.txt', 404],
      ['package.json/x', 404],
    ] as const) {
      expect([path, (await door.call('GET', `${workspace}?path=${path}`)).status]).toEqual([path, status]);
    }
  });
});
