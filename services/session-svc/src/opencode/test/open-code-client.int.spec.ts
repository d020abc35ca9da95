import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newMessageId } from '../message-id.ts';
import { OpenCodeClient } from '../open-code-client.ts';
import { testModel } from './start-open-code.ts';
import { TestRuns } from './test-runs.ts';

jest.setTimeout(120_000);

let runs: TestRuns;

beforeAll(async () => {
  runs = await TestRuns.start();
});

afterAll(() => runs.close());

describe('OpenCodeClient', () => {
  it('tells the health, the default model and what does not exist', async () => {
    expect(await runs.client.health()).toEqual({ healthy: true, version: '1.18.33' });
    expect(await runs.client.defaultModel()).toMatchObject({ ...testModel, label: 'Demo model (scripted)' });
    expect(await runs.client.getSession('ses_unknown')).toBeNull();
    const { id } = await runs.client.createSession({ title: 'Mine' });
    expect(await runs.client.getSession(id)).toMatchObject({ id, title: 'Mine', directory: runs.server.directory });
    expect(await runs.client.hasMessage(id, newMessageId())).toBe(false);
    const records = await runs.client.history({});
    expect(records.some((record) => record.aggregate_id === id)).toBe(true);
  });

  it('names what is wrong', async () => {
    const stranger = new OpenCodeClient({ ...runs.server.connection, password: 'wrong' });
    await expect(stranger.health()).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
    await expect(runs.client.messages('ses_unknown')).rejects.toMatchObject({ code: 'not_found', status: 404 });
    await expect(runs.client.replyPermission('per_unknown', 'once')).rejects.toMatchObject({ code: 'not_found' });
    const nobody = new OpenCodeClient({ ...runs.server.connection, baseUrl: 'http://127.0.0.1:1' });
    await expect(nobody.health()).rejects.toMatchObject({ code: 'unreachable' });
    await expect(runs.client.getSession('../nowhere/at/all')).rejects.toMatchObject({ code: 'bad_answer' });
  });
});
