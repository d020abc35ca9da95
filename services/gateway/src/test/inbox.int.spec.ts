import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { inboxOf, type BoardView, type InboxItem } from '@podium/board';
import { SessionPhase, SessionPriority, TaskPriority, TaskStatus, TurnEnding } from '@podium/proto';
import { startHarness, type Harness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

async function inbox(position: unknown): Promise<InboxItem[]> {
  const answer = await harness.call('GET', `/api/inbox?position=${String(position)}`);
  expect(answer.status).toBe(200);
  return answer.body['items'] as InboxItem[];
}

it('holds what waits for a person in every project, and loses it once it is done', async () => {
  const tasks: string[] = [];
  let position: unknown = 0;
  for (const name of ['One', 'Two']) {
    const project = await harness.call('POST', '/api/projects', { name });
    const path = `/api/projects/${String(project.body['id'])}/tasks`;
    const task = await harness.call('POST', path, { title: `Task of ${name}` });
    tasks.push(`${path}/${String(task.body['id'])}`);
    await harness.call('POST', path, { title: 'Nothing to do here' });
    position = (await harness.call('PATCH', `${tasks.at(-1) ?? ''}/move`, { status: 'IN_PROGRESS' })).body['position'];
    position = (await harness.call('PATCH', `${tasks.at(-1) ?? ''}/move`, { status: 'AI_REVIEW' })).body['position'];
  }
  expect((await inbox(position)).map(({ kind, task_title, project_name }) => [kind, task_title, project_name])).toEqual(
    [
      ['review', 'Task of One', 'One'],
      ['review', 'Task of Two', 'Two'],
    ],
  );
  const back = await harness.call('PATCH', `${tasks[0] ?? ''}/move`, { status: 'TODO' });
  expect((await inbox(back.body['position'])).map(({ task_title }) => task_title)).toEqual(['Task of Two']);
});

it('is what the list of tasks calls waiting for me, and what the board library finds', async () => {
  const project = await harness.call('POST', '/api/projects', { name: 'Three ways to ask' });
  const projectId = String(project.body['id']);
  const expected = new Set<string>();
  let position = 0;
  for (const [number, { assignee, waits, facts }] of everyKind().entries()) {
    const id = `waits-${number}`;
    if (waits && assignee !== 'user:ada') expected.add(id);
    const created = { taskId: id, title: id, description: '', priority: TaskPriority.LOW, rank: `a${number}` };
    const edited = { taskId: id, properties: { assignee } };
    const all = [
      fact('podium.task.v1.TaskCreated', created),
      ...(assignee ? [fact('podium.task.v1.TaskEdited', edited)] : []),
      ...facts(id),
    ];
    position = await harness.services.append({ projectId, context: 'task', id }, all);
    const session = { projectId, context: 'session', id: `s-${id}` } as const;
    const has = (type: NewFact['type']): boolean => all.some((each) => each.type === type);
    if (has('podium.task.v1.TaskExecutionCompleted')) position = await harness.services.append(session, done(id));
    else if (has('podium.task.v1.TaskExecutionStarted')) position = await harness.services.append(session, asking(id));
  }
  const board = await harness.call('GET', `/api/projects/${projectId}/board?position=${position}`);
  const listed = await harness.call('GET', `/api/projects/${projectId}/tasks?waits_for_me=true&archived=all`);
  const others = await harness.call('GET', `/api/projects/${projectId}/tasks?waits_for_me=false&archived=all`);
  const ids = (answer: typeof listed): string[] => (answer.body['tasks'] as { id: string }[]).map(({ id }) => id);
  const items = (await inbox(position)).filter(({ project_id }) => project_id === projectId);
  const folded = inboxOf(board.body as unknown as BoardView, 'user:owner');
  const wanted = [...expected].sort();
  expect(ids(listed).sort()).toEqual(wanted);
  expect(ids(others).filter((id) => expected.has(id))).toEqual([]);
  expect(items.map(({ task_id }) => task_id).sort()).toEqual(wanted);
  expect(folded).toEqual(items);
  expect(items.filter(({ text }) => text === 'I added a README.').map(({ changes }) => changes)).toEqual([
    { files: 1, additions: 9, deletions: 0, shared: false },
    { files: 1, additions: 9, deletions: 0, shared: false },
  ]);
});

/** Every way in which a task can stand, for nobody, oneself and somebody else. */
function everyKind(): { assignee: string; waits: boolean; facts: (taskId: string) => NewFact[] }[] {
  const moved = (to: TaskStatus) => (taskId: string) => [
    fact('podium.task.v1.TaskMoved', { taskId, from: TaskStatus.TODO, to, rank: 'b' }),
  ];
  const archived = (taskId: string) => [
    ...moved(TaskStatus.HUMAN_REVIEW)(taskId),
    fact('podium.task.v1.TaskArchived', { taskId }),
  ];
  const kinds = [
    { waits: false, facts: () => [] },
    { waits: false, facts: moved(TaskStatus.DONE) },
    { waits: true, facts: moved(TaskStatus.PLANNING_REVIEW) },
    { waits: true, facts: moved(TaskStatus.AI_REVIEW) },
    { waits: true, facts: moved(TaskStatus.HUMAN_REVIEW) },
    { waits: false, facts: archived },
    { waits: true, facts: executing },
    { waits: true, facts: failed },
    { waits: true, facts: completed },
  ];
  return ['', 'user:owner', 'user:ada'].flatMap((assignee) => kinds.map((kind) => ({ assignee, ...kind })));
}

const steps = { from: TaskStatus.TODO, to: TaskStatus.IN_PROGRESS };

function executing(taskId: string): NewFact[] {
  const data = {
    taskId,
    sessionId: `s-${taskId}`,
    title: taskId,
    prompt: taskId,
    priority: TaskPriority.LOW,
    ...steps,
  };
  return [fact('podium.task.v1.TaskExecutionStarted', data)];
}

function failed(taskId: string): NewFact[] {
  const failure = { reason: 'model_error', message: 'No key', retryable: false };
  const back = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.TODO };
  return [fact('podium.task.v1.TaskExecutionFailed', { taskId, sessionId: `s-${taskId}`, ...failure, ...back })];
}

function completed(taskId: string): NewFact[] {
  const [started] = executing(taskId);
  const onward = { from: TaskStatus.IN_PROGRESS, to: TaskStatus.AI_REVIEW };
  const end = { taskId, sessionId: `s-${taskId}`, ...onward };
  return [...(started ? [started] : []), fact('podium.task.v1.TaskExecutionCompleted', end)];
}

function queued(taskId: string): NewFact {
  return fact('podium.session.v1.SessionQueued', {
    sessionId: `s-${taskId}`,
    taskId,
    phase: SessionPhase.IMPLEMENTATION,
    title: taskId,
    prompt: taskId,
    requestedBy: 'user:owner',
    priority: SessionPriority.LOW,
  });
}

/** A session that has a question. */
function asking(taskId: string): NewFact[] {
  const question = { header: '', text: 'Which?', options: [], multiple: false, custom: true };
  const asked = { sessionId: `s-${taskId}`, taskId, gateId: 'g', questions: [question] };
  return [queued(taskId), fact('podium.session.v1.QuestionAsked', asked)];
}

/** A session that has changed a file. */
function done(taskId: string): NewFact[] {
  const ids = { sessionId: `s-${taskId}`, taskId };
  const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, costUsd: 0 };
  const summary = 'I added a README.';
  return [
    queued(taskId),
    fact('podium.session.v1.TurnEnded', {
      ...ids,
      turn: 1,
      ending: TurnEnding.COMPLETED,
      summary,
      usage,
      model: { providerId: 'demo', modelId: 'demo', label: 'Demo', scripted: true },
      requestedBy: 'user:owner',
      last: true,
      changes: { files: [], totalFiles: 1, additions: 9, deletions: 0 },
    }),
    fact('podium.session.v1.SessionCompleted', { ...ids, summary, usage, outputChunks: 0 }),
  ];
}
