import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { connectToNats, JetStreamEventLog } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import { ProjectionControl, type ProjectionInfo } from '@podium/projections';
import { PodiumApi, ProcessFaults, type PodiumStack, type TaskRef } from '@podium/stack-driver';
import { BoardPage } from './board-page.ts';
import { test } from './fixtures.ts';
import { holdOn, letGo } from './held-task.ts';
import { expectOutput, expectStatus, readOutcome, whenAway } from './outcome.ts';

/** A session's message waits ten seconds for a sign of life of its owner. */
const takenOverWithinMs = 60_000;

test('sessions are shared out; those of a replica that is killed are taken over by the other one, each once', async ({
  stack,
  api,
  projectId,
}) => {
  const count = 6;
  await api.editProject(projectId, { max_concurrent_sessions: count });
  const tasks: TaskRef[] = [];
  for (let index = 0; index < count; index += 1) {
    tasks.push(await api.createTask(projectId, { title: `Slowly for 8 seconds, then ${holdOn} (${index})` }));
  }
  for (const task of tasks) await api.execute(task);
  await Promise.all(tasks.map((task) => expectOutput(api, task)));
  const firstOwners = await Promise.all(tasks.map((task) => ownersOf(stack, api, task)));
  expect(new Set(firstOwners.flat()).size).toBe(2);

  expect(stack.kill('session-svc-1')).toBe(true);
  const areTakenOver = async (): Promise<boolean> => {
    const owners = await Promise.all(tasks.map((task) => ownersOf(stack, api, task)));
    const killed = new Set(owners.filter((each) => each.length > 1).map(([first]) => first));
    return killed.size > 0 && owners.every(([first, ...later]) => !killed.has(first) || later.length > 0);
  };
  await expect.poll(areTakenOver, { timeout: takenOverWithinMs }).toBe(true);
  letGo(stack, projectId);
  for (const task of tasks) await expectStatus(api, task, 'AI_REVIEW');
  for (const task of tasks) {
    const { sessions, output } = await readOutcome(stack, api, task);
    expect(sessions.map(({ status }) => status)).toEqual(['completed']);
    expect(output).toEqual({ inOrderWithoutGap: true, lastType: 'done' });
  }
  const owners = await Promise.all(tasks.map((task) => ownersOf(stack, api, task)));
  const killed = new Set(owners.filter((each) => each.length > 1).map(([first]) => first));
  expect(killed.size).toBe(1);
  expect(owners.map(([first, ...later]) => [killed.has(first), later.length])).toEqual(
    owners.map(([first]) => (killed.has(first) ? [true, 1] : [false, 0])),
  );
});

test('a timer of two replicas goes off once', async ({ stack, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Garbled 1 times: add a README file' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  const facts = (await factsOfSession(stack, api, task)).map(({ type }) => type.slice(type.lastIndexOf('.') + 1));
  expect(facts.filter((type) => type === 'SessionRetryScheduled')).toHaveLength(1);
  expect(facts.filter((type) => type === 'SessionRequeued')).toHaveLength(1);
});

test('a gate that is answered at both gateways is answered once', async ({ stack, api, projectId }) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await api.execute(task);
  const gate = async () => (await api.sessions(task))[0]?.gates[0];
  await expect.poll(async () => (await gate())?.id, { timeout: 60_000 }).toBeDefined();
  const [session] = await api.sessions(task);
  const path = `/api/projects/${projectId}/sessions/${session?.id}/gates/${(await gate())?.id}/answer`;
  const answers = await Promise.all(
    gatewaysOf(stack).map(async (url, index) => {
      const body = JSON.stringify(index === 0 ? { answer: 'once' } : { answer: 'reject', feedback: 'Stay inside.' });
      return fetch(`${url}${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  await expectStatus(api, task, 'AI_REVIEW');
  const facts = await factsOfSession(stack, api, task);
  expect(facts.filter(({ type }) => type === 'podium.session.v1.PermissionAnswered')).toHaveLength(1);
});

test('of two people who answer at two gateways in one moment the first one counts, and the other one is told', async ({
  browser,
  stack,
  api,
  projectId,
}) => {
  const task = await api.createTask(projectId, { title: 'Needs permission: look outside of the workspace' });
  await api.execute(task);
  const sent: (() => void)[] = [];
  const pages = await Promise.all(
    gatewaysOf(stack).map(async (baseURL) => {
      const page = await (await browser.newContext({ baseURL })).newPage();
      // Neither answer leaves before both were given.
      await page.route('**/gates/*/answer', async (route) => {
        await new Promise<void>((resolve) => {
          sent.push(resolve);
          if (sent.length === 2) for (const goOn of sent) goOn();
        });
        await route.continue();
      });
      await page.goto(`/projects/${projectId}/tasks/${task.id}`);
      await expect(page.getByRole('region', { name: 'Permission' })).toBeVisible({ timeout: 60_000 });
      return page;
    }),
  );
  await Promise.all(pages.map((page) => page.getByRole('button', { name: 'Allow once' }).click()));
  await expectStatus(api, task, 'AI_REVIEW');
  const facts = await factsOfSession(stack, api, task);
  expect(facts.filter(({ type }) => type === 'podium.session.v1.PermissionAnswered')).toHaveLength(1);
  const isTold = async (page: Page): Promise<boolean> =>
    page.getByText('Someone has answered this already.', { exact: true }).isVisible();
  await expect
    .poll(async () => (await Promise.all(pages.map(isTold))).filter(Boolean).length, { timeout: 10_000 })
    .toBe(1);
  for (const page of pages) {
    await expect(page.getByRole('region', { name: 'Permission' })).toHaveCount(0);
    await page.context().close();
  }
});

test('each table has one active replica, and another one takes over when that is killed', async ({
  stack,
  api,
  projectId,
}) => {
  let before: ProjectionInfo[] = [];
  // Those of a service that was killed in another test may only be on their way back.
  await expect(async () => {
    before = await projectionsOf(stack);
    const names = new Set(before.map(({ service, name }) => `${service}/${name}`));
    expect(names.size).toBeGreaterThanOrEqual(5);
    for (const name of names) expect([name, statesOf(before, name)]).toEqual([name, ['running', 'standby']]);
  }).toPass({ timeout: 30_000 });

  const active = before.find(({ service, state }) => service === 'task-svc' && state === 'running');
  const faults = new ProcessFaults(stack);
  const victim = ['task-svc-1', 'task-svc-2'].find((name) => active?.replica.includes(`-${faults.pidOf(name)}-`));
  expect(stack.kill(victim ?? 'nobody')).toBe(true);
  const next = async (): Promise<string | undefined> =>
    (await projectionsOf(stack)).find(({ service, state }) => service === 'task-svc' && state === 'running')?.replica;
  await expect.poll(next, { timeout: 20_000 }).not.toBe(active?.replica);
  await expect.poll(next, { timeout: 20_000 }).toBeDefined();
  const task = await api.createTask(projectId, { title: 'After the change' });
  expect((await api.board(projectId)).tasks.map(({ id }) => id)).toContain(task.id);
  await expect
    .poll(async () => statesOf(await projectionsOf(stack), 'task-svc/tasks'), { timeout: 30_000 })
    .toEqual(['running', 'standby']);
});

test('a page misses nothing while gateways die one after the other', async ({ page, stack, projectId }) => {
  const board = new BoardPage(page);
  await board.open(projectId);
  // One that is started again listens where the one before did.
  const gateways = gatewaysOf(stack);
  const titles: string[] = [];
  for (const gateway of ['gateway-1', 'gateway-2', 'gateway-1']) {
    expect(stack.kill(gateway)).toBe(true);
    for (let index = 0; index < 5; index += 1) {
      const title = `Card ${String(titles.length).padStart(2, '0')}`;
      titles.push(title);
      // The balancer needs a moment to notice.
      await expect
        .poll(() => whenAway(new PodiumApi(stack.url).createTask(projectId, { title })), { timeout: 20_000 })
        .toBeTruthy();
    }
    await expect.poll(() => allReady(gateways), { timeout: 30_000 }).toBe(true);
  }
  // The page was never loaded again.
  for (const title of titles) await expect(board.cardTitled(title).first()).toBeVisible();
});

/** Which replicas have worked on a task's session, in order; the name of a replica ends with its process. */
async function ownersOf(stack: PodiumStack, api: PodiumApi, task: TaskRef): Promise<string[]> {
  const facts = await factsOfSession(stack, api, task);
  const owners = facts.flatMap(({ data }) => ('owner' in data ? [data.owner.split('-')[0] ?? ''] : []));
  return owners.filter((owner, index) => owner !== owners[index - 1]);
}

async function factsOfSession(stack: PodiumStack, api: PodiumApi, task: TaskRef): Promise<RecordedFact[]> {
  const id = String((await api.sessions(task))[0]?.id);
  return onNats(stack, (nats) =>
    new JetStreamEventLog(nats).load({ projectId: task.project_id, context: 'session', id }),
  );
}

function projectionsOf(stack: PodiumStack): Promise<ProjectionInfo[]> {
  return onNats(stack, (nats) => new ProjectionControl(nats).list());
}

function statesOf(projections: readonly ProjectionInfo[], wanted: string): string[] {
  return projections.filter(({ service, name }) => `${service}/${name}` === wanted).map(({ state }) => state);
}

async function onNats<T>(
  stack: PodiumStack,
  work: (nats: Awaited<ReturnType<typeof connectToNats>>) => Promise<T>,
): Promise<T> {
  const nats = await connectToNats({ url: stack.natsUrl(), name: 'test of replicas' });
  try {
    return await work(nats);
  } finally {
    await nats.close();
  }
}

/** Each by itself, past the load balancer. Linux only. */
function gatewaysOf(stack: PodiumStack): string[] {
  const faults = new ProcessFaults(stack);
  return ['gateway-1', 'gateway-2'].map((name) => {
    const environment = readFileSync(`/proc/${faults.pidOf(name)}/environ`, 'utf8').split('\0');
    const port = environment.find((line) => line.startsWith('HTTP_PORT='))?.slice('HTTP_PORT='.length);
    return `http://127.0.0.1:${port}`;
  });
}

async function allReady(urls: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(urls.map((url) => whenAway(fetch(`${url}/health/ready`))));
  return answers.every((answer) => answer?.ok);
}
