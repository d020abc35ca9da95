import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@podium/testing';
import pg from 'pg';
import { aTask } from './facts.ts';
import { startHarness, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';

jest.setTimeout(120_000);

type Answer = ReturnType<Harness['call']>;

let harness: Harness;
let projectId: string;
beforeAll(async () => {
  harness = await startHarness();
  projectId = String((await harness.call('POST', '/api/projects', { name: 'Rock' })).body['id']);
});
afterAll(() => harness.close());

async function rows(): Promise<Record<string, unknown[]>> {
  const client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  try {
    const tables = ['projects', 'pods', 'tasks', 'sessions'];
    const found: Record<string, unknown[]> = {};
    for (const table of tables) found[table] = (await client.query(`SELECT * FROM gateway.${table} ORDER BY 1`)).rows;
    return found;
  } finally {
    await client.end();
  }
}

async function sql(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

const createProject = (): Answer =>
  harness.call('POST', '/api/projects', { name: 'lost' }, { 'idempotency-key': 'project' });
const createTask = (): Answer =>
  harness.call('POST', `/api/projects/${projectId}/tasks`, { title: 'lost' }, { 'idempotency-key': 'task' });

function untilCreated(create: () => Answer): Answer {
  return eventually(async () => {
    const answer = await create();
    return answer.status === 201 && answer;
  }) as Answer;
}

describe('while the log is away', () => {
  it('writes are answered with 503 within three seconds, reads go on, and all is well again afterwards', async () => {
    const client = await connectClient(harness.gateway.url);
    await client.ask('subscribe', { projectId });
    await harness.nats.kill();
    const begun = performance.now();
    const answers = await Promise.all([
      createProject(),
      createTask(),
      harness.call('POST', `/api/projects/${projectId}/tasks/none/stop`),
    ]);
    expect(performance.now() - begun).toBeLessThan(3_500);
    for (const answer of answers) expect(answer).toMatchObject({ status: 503, body: { code: 'log_unavailable' } });
    expect(await harness.call('GET', `/api/projects/${projectId}/board`)).toMatchObject({ status: 200 });
    await harness.nats.start();
    // A write that was answered with 503 may have been done, or be done later: repeating it tells, and does it once.
    const answer = await untilCreated(createTask);
    await untilCreated(createProject);
    await eventually(() =>
      client.facts.some((entry) => JSON.stringify(entry.data).includes(String(answer.body['id']))),
    );
    await eventually(async () => (await harness.call('GET', '/health/ready')).status === 200);
    client.close();
  });
});

describe('the read model', () => {
  it('comes back identical when its tables are dropped, also while it runs', async () => {
    const tasks = await Promise.all(
      ['a', 'b', 'c'].map((title) => harness.call('POST', `/api/projects/${projectId}/tasks`, { title })),
    );
    const path = `/api/projects/${projectId}/tasks/${String(tasks[0]?.body['id'])}`;
    await harness.call('POST', `${path}/execute`);
    const { body } = await harness.call('POST', `${path}/stop`);
    await harness.call('GET', `/api/projects?position=${String(body['position'])}`);
    const before = await rows();
    expect(before['tasks']?.length).toBeGreaterThanOrEqual(4);
    expect(before['sessions']).toHaveLength(1);

    await sql('DROP TABLE gateway.tasks, gateway.sessions, gateway.projects, gateway.pods');
    // Without a table a read can't be answered; it is no internal error.
    expect([200, 404, 503]).toContain((await harness.call('GET', `/api/projects/${projectId}/board`)).status);
    const { aggregate, facts } = aTask('elsewhere', 1);
    const position = await harness.services.append(aggregate, facts);
    await eventually(async () => (await harness.call('GET', `/api/projects?position=${position}`)).status === 200);
    const after = await rows();
    expect({
      ...after,
      tasks: after['tasks']?.filter((row) => (row as { project_id: string }).project_id !== 'elsewhere'),
    }).toEqual(before);

    await harness.gateway.close();
    await sql('DROP SCHEMA gateway CASCADE');
    await harness.restart();
    await eventually(async () => (await harness.call('GET', `/api/projects?position=${position}`)).status === 200);
    expect(await rows()).toEqual(after);
  });

  it('sorts cards byte by byte', async () => {
    const column = await indexedCollation();
    expect(column).toBe('C');
  });
});

async function indexedCollation(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: harness.database.url });
  await client.connect();
  const { rows: found } = await client.query<{ collation_name: string }>(
    "SELECT collation_name FROM information_schema.columns WHERE table_schema = 'gateway' AND table_name = 'tasks' AND column_name = 'rank'",
  );
  await client.end();
  return found[0]?.collation_name;
}
