import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness, type Answer, type Harness } from './harness.ts';
import { ToldSessions } from './told-sessions.ts';

let harness: Harness;
let projectId: string;
let sessions: ToldSessions;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
  sessions = new ToldSessions(harness.services, projectId);
});
afterAll(() => harness.close());

function get(path: string, position: number): Promise<Answer> {
  return harness.call('GET', `${path}${path.includes('?') ? '&' : '?'}position=${position}`);
}

describe('usage', () => {
  let position: number;

  beforeAll(async () => {
    await sessions.queued('u-old');
    await sessions.queued('u-turns');
    await sessions.completed('u-old', 0);
    position = await sessions.completed('u-turns', 2);
  });

  const total = { input_tokens: 300, output_tokens: 60, cached_tokens: 15, cost_usd: 0.75, sessions: 2, prompts: 2 };

  it('adds up, and counts nothing twice', async () => {
    const { status, body } = await get(`/api/projects/${projectId}/usage`, position);
    expect(status).toBe(200);
    const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    expect(body).toMatchObject({ by: 'day', total, total_groups: 1, groups: [{ key: day, ...total }], budget: null });
  });

  it.each([
    ['model', [{ key: 'anthropic/opus', label: 'Opus', input_tokens: 300 }]],
    [
      'person',
      [
        { key: 'user:owner', label: 'Local owner', input_tokens: 200 },
        { key: 'user:bob', label: 'bob', input_tokens: 100 },
      ],
    ],
    ['task', [{ key: 'task-u-turns', label: 'Task of u-turns' }, { key: 'task-u-old' }]],
    [
      'session',
      [
        { key: 'u-turns', prompts: 2 },
        { key: 'u-old', prompts: 0 },
      ],
    ],
    ['prompt', [{ key: 'u-old' }, { key: 'u-turns/1' }, { key: 'u-turns/2' }]],
  ])('is told by %s', async (by, groups) => {
    const { body } = await get(`/api/projects/${projectId}/usage?by=${by}`, position);
    expect(body).toMatchObject({ by, total, groups });
  });

  it('is that of a time, and of as many groups as wanted', async () => {
    const path = `/api/projects/${projectId}/usage`;
    const past = await get(`${path}?to=2020-01-01`, position);
    expect(past.body).toMatchObject({
      total: { sessions: 0, cost_usd: 0 },
      groups: [],
      to: '2020-01-01T00:00:00.000Z',
    });
    expect((await get(`${path}?from=2020-01-01T00:00:00%2B02:00`, position)).body).toMatchObject({ total });
    const few = await get(`${path}?by=prompt&limit=1`, position);
    expect(few.body).toMatchObject({ total, total_groups: 3, groups: [{}] });
    for (const query of ['by=weather', 'from=yesterday', 'limit=0', 'by=project']) {
      expect(await get(`${path}?${query}`, position)).toMatchObject({ status: 422 });
    }
  });

  it('is told of all projects, and stays when one is deleted', async () => {
    const before = await get('/api/usage', position);
    expect(before.body).toMatchObject({ by: 'project', groups: [{ key: projectId, label: 'First', ...total }] });
    const other = await harness.call('POST', '/api/projects', { name: 'Other' });
    const deleted = await harness.call('DELETE', `/api/projects/${String(other.body['id'])}`);
    const after = await get('/api/usage', Number(deleted.headers.get('podium-position')));
    expect(after.body).toMatchObject({ total });
  });
});
