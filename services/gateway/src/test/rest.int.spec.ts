import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness } from './harness.ts';

let harness: Harness;
let projectId: string;

beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'First' })).body['id']);
});
afterAll(() => harness.close());

async function newTask(title = 'A task'): Promise<string> {
  return String((await harness.call('POST', `/api/projects/${projectId}/tasks`, { title })).body['id']);
}

describe('projects', () => {
  it('are created, read, changed and deleted; each read may ask for the position of the write', async () => {
    const created = await harness.call('POST', '/api/projects', { name: ' Demo ', description: 'what for' });
    expect(created).toMatchObject({ status: 201, body: { name: 'Demo', description: 'what for', source: 'empty' } });
    const path = String(created.headers.get('location'));
    expect(path).toBe(`/api/projects/${String(created.body['id'])}`);
    expect(created.headers.get('podium-position')).toBe(String(created.body['position']));

    const read = await harness.call('GET', `${path}?position=${String(created.body['position'])}`);
    expect(read).toMatchObject({ status: 200, body: { name: 'Demo', pod: null, active_sessions: 0 } });
    expect(read.body['task_counts']).toMatchObject({ TODO: 0, DONE: 0 });

    const edited = await harness.call('PATCH', path, { max_concurrent_sessions: 5 });
    expect(edited).toMatchObject({ status: 200, body: { name: 'Demo', max_concurrent_sessions: 5 } });
    const list = await harness.call('GET', '/api/projects', undefined, {
      'if-position': String(edited.body['position']),
    });
    expect(list.body['projects']).toContainEqual(expect.objectContaining({ name: 'Demo', max_concurrent_sessions: 5 }));

    const deleted = await harness.call('DELETE', path);
    expect(deleted.status).toBe(200);
    expect(deleted.body).toMatchObject({ removed: expect.arrayContaining(['workspace', 'output', 'archives']) });
    const position = String(deleted.headers.get('podium-position'));
    expect(await harness.call('GET', `${path}?position=${position}`)).toMatchObject({ status: 404 });
    expect(await harness.call('GET', `${path}/board?position=${position}`)).toMatchObject({ status: 404 });
    expect(await harness.call('POST', `${path}/tasks`, { title: 'x' })).toMatchObject({ status: 404 });
    expect(await harness.call('PATCH', path, { name: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'project_not_found' },
    });
  });
});

describe('tasks', () => {
  it('are created at the end of TODO, and the board shows them in that order', async () => {
    const [first, second] = [await newTask('one'), await newTask('two')];
    const edited = await harness.call('PATCH', `/api/projects/${projectId}/tasks/${first}`, { priority: 'HIGH' });
    expect(edited).toMatchObject({ status: 200, body: { title: 'one', priority: 'HIGH', version: 2 } });
    const board = await harness.call(
      'GET',
      `/api/projects/${projectId}/board?position=${String(edited.body['position'])}`,
    );
    const ids = (board.body['tasks'] as { id: string }[]).map(({ id }) => id);
    expect(ids.indexOf(first)).toBeLessThan(ids.indexOf(second));
    expect(board.body['position']).toBeGreaterThanOrEqual(Number(edited.body['position']));
    const { undo, ...task } = edited.body;
    expect(board.body['tasks']).toContainEqual(task);
    expect(undo).toMatchObject({ method: 'PATCH', body: { priority: 'MEDIUM', expected: { priority: 'HIGH' } } });
  });

  it('move to an index of a column', async () => {
    const ids = [await newTask('a'), await newTask('b'), await newTask('c')];
    let position = 0;
    const move = async (id: string | undefined, index?: number): Promise<void> => {
      await harness.call('GET', `/api/projects/${projectId}?position=${position}`);
      const body = { status: 'HUMAN_REVIEW', ...(index === undefined ? {} : { position: index }) };
      const moved = await harness.call('PATCH', `/api/projects/${projectId}/tasks/${id}/move`, body);
      expect(moved).toMatchObject({ status: 200, body: { status: 'HUMAN_REVIEW' } });
      position = Number(moved.body['position']);
    };
    await move(ids[0]);
    await move(ids[1], 0);
    await move(ids[2], 1);
    const list = await harness.call('GET', `/api/projects/${projectId}/board?position=${position}`);
    const column = (list.body['tasks'] as { id: string; status: string }[]).filter(
      ({ status }) => status === 'HUMAN_REVIEW',
    );
    expect(column.map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('are listed in pages', async () => {
    const created = await harness.call('POST', '/api/projects', { name: 'Pages' });
    const path = `/api/projects/${String(created.body['id'])}/tasks`;
    let last = 0;
    for (const title of ['1', '2', '3', '4', '5'])
      last = Number((await harness.call('POST', path, { title })).body['position']);
    const titles: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await harness.call('GET', `${path}?limit=2&position=${last}${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page).toMatchObject({ status: 200, body: { total_count: 5 } });
      titles.push(...(page.body['tasks'] as { title: string }[]).map(({ title }) => title));
      cursor = page.body['next_cursor'] as string | null;
    } while (cursor);
    expect(titles).toEqual(['1', '2', '3', '4', '5']);
    expect(await harness.call('GET', `${path}?cursor=nonsense`)).toMatchObject({ status: 422 });
  });

  it('answer with the edit itself even while the read model lags behind', async () => {
    const id = await newTask('old');
    const [first, second] = await Promise.all([
      harness.call('PATCH', `/api/projects/${projectId}/tasks/${id}`, { title: 'new' }),
      harness.call('PATCH', `/api/projects/${projectId}/tasks/${id}`, { description: 'more' }),
    ]);
    const later = Number(first.body['version']) > Number(second.body['version']) ? first : second;
    expect(later.body).toMatchObject({ title: 'new', description: 'more', version: 3 });
  });
});

describe('the trace of a request', () => {
  it('goes into the log where it is one', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const traceOf = async (traceparent: string): Promise<unknown> => {
      const { body } = await harness.call('POST', '/api/projects', { name: 'Traced' }, { traceparent });
      const id = String(body['id']);
      return (await harness.services.log.load({ projectId: id, context: 'project', id })).at(0)?.traceparent;
    };
    expect(await traceOf(trace)).toBe(trace);
    for (const none of ['x'.repeat(4_000), `${trace}-more`]) expect(await traceOf(none)).toBeUndefined();
  });
});

describe('problems', () => {
  it('tell what is wrong with a body', async () => {
    const answer = await harness.call('POST', '/api/projects', { name: '', source: 'clone' });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'validation_failed',
        status: 422,
        instance: '/api/projects',
        type: expect.any(String),
        title: expect.any(String),
      },
    });
    expect((answer.body['errors'] as { path: string }[]).map(({ path }) => path)).toContain('name');
    const clone = await harness.call('POST', '/api/projects', {
      name: 'x',
      source: 'clone',
      repository_url: 'file:///etc',
    });
    expect(clone).toMatchObject({ status: 422, body: { errors: [{ path: 'repository_url' }] } });
    expect(await harness.call('PATCH', `/api/projects/${projectId}`, {})).toMatchObject({ status: 422 });
    expect(await harness.call('POST', '/api/projects', { name: 'x', nonsense: 1 })).toMatchObject({ status: 422 });
    expect(await harness.call('POST', '/api/projects', { name: 'x'.repeat(101) })).toMatchObject({ status: 422 });
    for (const name of ['a\ud800', 'a\u0000']) {
      expect(await harness.call('POST', '/api/projects', { name })).toMatchObject({ status: 422 });
    }
    expect(await harness.call('GET', `/api/projects?position=-1`)).toMatchObject({ status: 422 });
  });

  it.each([
    ['malformed JSON', 400, 'POST', '/api/projects', '{"name":'],
    ['a body that is too large', 413, 'POST', '/api/projects', { name: 'x', description: 'x'.repeat(1_100_000) }],
    ['an unknown route', 404, 'GET', '/api/nothing', undefined],
    ['an unknown project', 404, 'GET', '/api/projects/nobody/board', undefined],
    ['an id that can be none', 404, 'GET', '/api/projects/NO.BODY', undefined],
    ['an unknown task', 404, 'POST', '/api/projects/nobody/tasks/nothing/execute', {}],
    ['an unknown session', 404, 'GET', '/api/sessions/nothing', undefined],
    ['history of an unknown task', 404, 'GET', '/api/tasks/nothing/history', undefined],
    ['a method that a path does not have', 405, 'PUT', '/api/projects', {}],
    ['a position that is far ahead', 503, 'GET', '/api/projects?position=999999999', undefined],
  ])('%s is %i', async (_, status, method, path, body) => {
    const answer = await harness.call(method, path, body);
    expect(answer).toMatchObject({ status, body: { status, code: expect.any(String) } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('name what may be done where a method is wrong', async () => {
    expect((await harness.call('DELETE', '/api/projects')).headers.get('allow')).toBe('HEAD, POST, GET, OPTIONS');
    expect((await harness.call('OPTIONS', '/api/projects')).status).toBe(204);
  });

  it('tell of a stale edit, and of nothing to do', async () => {
    const task = `/api/projects/${projectId}/tasks/${await newTask()}`;
    await harness.call('PATCH', task, { title: 'two' });
    expect(await harness.call('PATCH', task, { title: 'three', seen_version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'stale_edit' },
    });
    expect(await harness.call('PATCH', task, { title: 'unchanged' })).toMatchObject({
      status: 200,
      body: { title: 'two' },
    });
  });
});

describe('a service that does not answer', () => {
  it('is answered for with 202 and a link to follow', async () => {
    harness.services.stop();
    const pending = await harness.call('POST', '/api/projects', { name: 'Later' });
    expect(pending).toMatchObject({ status: 202, body: { status: 'pending' } });
    const follow = String(pending.headers.get('location'));
    expect(await harness.call('GET', follow)).toMatchObject({ status: 200, body: { status: 'pending' } });
    harness.services.start();
  });
});
