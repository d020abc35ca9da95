import { expect } from '@playwright/test';
import type { PodiumApi } from '@podium/stack-driver';
import pg from 'pg';
import { test } from './fixtures.ts';
import { expectOutput, expectStatus, readOutcome, whenAway, type Outcome } from './outcome.ts';

const services = ['project-svc', 'task-svc', 'session-svc', 'pod-svc', 'gateway'];
const schemas = ['project_svc', 'task_svc', 'session_svc', 'pod_svc', 'gateway'];
const title = 'Slowly for 5 seconds: add a README file';

const undisturbed: Record<keyof Outcome, unknown> = {
  status: 'AI_REVIEW',
  activeSession: null,
  sessions: [{ status: 'completed', preview: expect.stringContaining('README.md is in place') }],
  readme: expect.stringContaining(title),
  output: { inOrderWithoutGap: true, lastType: 'done' },
};

test('an undisturbed run', async ({ stack, api, projectId }) => {
  const task = await api.createTask(projectId, { title });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  expect(await readOutcome(stack, api, task)).toEqual(undisturbed);
});

for (const service of services) {
  test(`SIGKILL of ${service} during a run ends as an undisturbed run does`, async ({ stack, api, projectId }) => {
    const task = await api.createTask(projectId, { title });
    await api.execute(task);
    await expectOutput(api, task);
    await stack.killService(service);
    await expectStatus(api, task, 'AI_REVIEW');
    expect(await readOutcome(stack, api, task)).toEqual(undisturbed);
  });

  test(`SIGKILL of ${service} right after Execute ends as an undisturbed run does`, async ({
    stack,
    api,
    projectId,
  }) => {
    const task = await api.createTask(projectId, { title });
    await api.execute(task);
    await stack.killService(service);
    await expectStatus(api, task, 'AI_REVIEW');
    expect(await readOutcome(stack, api, task)).toEqual(undisturbed);
  });
}

test("the projections' tables come back identical from the log", async ({ stack, api, projectId }) => {
  const executed = await api.createTask(projectId, { title: 'Add a README file' });
  await api.createTask(projectId, { title: 'Stays where it is' });
  await api.execute(executed);
  await expectStatus(api, executed, 'AI_REVIEW');
  const before = await readEverything(api, projectId);

  expect(await dropTables(stack.databaseUrl())).toBeGreaterThan(schemas.length);
  await expect.poll(() => whenAway(readEverything(api, projectId)), { timeout: 60_000 }).toEqual(before);

  // The services' own tables are back as well: they still work.
  const next = await api.createTask(projectId, { title: 'Edit the file README.md' });
  await api.execute(next);
  await expectStatus(api, next, 'AI_REVIEW');
});

async function readEverything(api: PodiumApi, projectId: string): Promise<unknown> {
  const [board, projects] = await Promise.all([api.board(projectId), api.projects()]);
  return { board, projects };
}

/** Every table but the record of the migrations. Gives their number. */
async function dropTables(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname = ANY ($1) AND tablename NOT LIKE '%migrations%'`,
      [schemas],
    );
    if (rows.length > 0) await client.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')} CASCADE`);
    return rows.length;
  } finally {
    await client.end();
  }
}
