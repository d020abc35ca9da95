import { createCard } from './fake-cards.mjs';

/** Routes of the fake gateway for what is done with whole boards: many cards, the queue, the project. */
export function boardRoutes(log, refuse) {
  const p = String.raw`^\/api\/projects\/([^/]+)`;
  const route = (method, pattern, answer) => [method, new RegExp(`${pattern}$`), answer];
  const projectFact = (id, name, data) => {
    log.append('project', id, id, name, { projectId: id, ...data });
    return [200, { ...log.summary(id), position: log.position }];
  };
  const queueFact = (id, name) => {
    log.append('session', id, 'queue', name, { projectId: id });
    return [200, { position: log.position }];
  };
  const view = (id, taskId, name) => {
    log.append('task', id, taskId, name, {
      taskId,
      ...(name === 'TaskArchived' ? {} : { card: cardOf(log, id, taskId) }),
    });
    return [200, log.task(id, taskId)];
  };
  return [
    route('POST', String.raw`${p}\/tasks\/bulk`, ([id], body) => [200, bulk(log, id, body)]),
    route('POST', String.raw`${p}\/tasks\/([^/]+)\/archive`, ([id, task]) => view(id, task, 'TaskArchived')),
    route('POST', String.raw`${p}\/tasks\/([^/]+)\/unarchive`, ([id, task]) => view(id, task, 'TaskUnarchived')),
    route('POST', String.raw`${p}\/tasks\/([^/]+)\/restore`, ([id, task]) => view(id, task, 'TaskRestored')),
    route('POST', String.raw`${p}\/tasks\/([^/]+)\/duplicate`, ([id, taskId]) => {
      const { title, description, priority } = log.task(id, taskId);
      return [201, log.task(id, createCard(log, { projectId: id, title: `${title} (copy)`, description, priority }))];
    }),
    route('PATCH', p, ([id], { wip_limits: limits, ...edit }) =>
      projectFact(id, 'ProjectEdited', {
        ...(edit.name === undefined ? {} : { name: edit.name }),
        ...(edit.description === undefined ? {} : { description: edit.description }),
        ...(edit.max_concurrent_sessions ? { maxConcurrentSessions: edit.max_concurrent_sessions } : {}),
        ...(limits ? { wipLimits: { items: Object.entries(limits).map(wipLimit) } } : {}),
      }),
    ),
    route('PUT', String.raw`${p}\/views\/([^/]+)`, ([id, viewId], { name, query }) =>
      projectFact(id, 'ViewSaved', { view: { viewId, name, query } }),
    ),
    route('DELETE', String.raw`${p}\/views\/([^/]+)`, ([id, viewId]) => projectFact(id, 'ViewDeleted', { viewId })),
    route('DELETE', String.raw`${p}\/templates\/([^/]+)`, ([id, templateId]) =>
      projectFact(id, 'TemplateDeleted', { templateId }),
    ),
    route('POST', String.raw`${p}\/queue\/pause`, ([id]) => queueFact(id, 'QueuePaused')),
    route('POST', String.raw`${p}\/queue\/resume`, ([id]) => queueFact(id, 'QueueResumed')),
    route('POST', String.raw`${p}\/sessions\/([^/]+)\/run-next`, ([id, sessionId]) => {
      const session = log.session(id, sessionId) ?? refuse(404, 'not_found', 'No session.');
      log.append('session', id, sessionId, 'SessionExpedited', { sessionId, taskId: session.task_id });
      return [202, { session_id: sessionId, status: session.status, position: log.position }];
    }),
  ];
}

function wipLimit([status, limit]) {
  return { status: `TASK_STATUS_${status}`, limit };
}

/** Where a card lands behind another one: between it and the next. */
export function rankBehind(log, id, { status, taskId, afterId }) {
  const ranks = log
    .board(id)
    .tasks.filter((other) => other.status === status && other.id !== taskId)
    .map((other) => other.rank)
    .sort();
  if (afterId === undefined) return `${ranks.at(-1) ?? 'a'}V`;
  if (afterId === null) return `0${String(1e13 - Date.now())}`;
  const before = log.task(id, afterId)?.rank ?? ranks.at(-1) ?? 'a';
  const next = ranks.find((rank) => rank > before);
  return ['V', 'F', '5', '3', '1V', '1F', '15'].map((end) => before + end).find((rank) => !next || rank < next);
}

function bulk(log, id, { task_ids: ids, action, status, priority, add_labels: add = [], remove_labels: remove = [] }) {
  const fact = (taskId, name, data = {}) => log.append('task', id, taskId, name, { taskId, ...data });
  const acts = {
    move: (task) =>
      fact(task.id, 'TaskMoved', {
        from: `TASK_STATUS_${task.status}`,
        to: `TASK_STATUS_${status}`,
        rank: rankBehind(log, id, { status, taskId: task.id }),
      }),
    archive: (task) => fact(task.id, 'TaskArchived'),
    unarchive: (task) => fact(task.id, 'TaskUnarchived', { card: cardOf(log, id, task.id) }),
    delete: (task) => fact(task.id, 'TaskDeleted'),
    restore: (task) => fact(task.id, 'TaskRestored', { card: cardOf(log, id, task.id) }),
    priority: (task) => fact(task.id, 'TaskEdited', { priority: `TASK_PRIORITY_${priority}` }),
    label: (task) =>
      fact(task.id, 'TaskEdited', {
        properties: {
          labels: { names: [...new Set([...task.labels, ...add])].filter((name) => !remove.includes(name)) },
        },
      }),
  };
  const results = ids.map((taskId) => {
    const task = log.task(id, taskId) ?? { id: taskId, labels: [] };
    if (task.active_session_id) {
      const problem = { code: 'session_active', detail: 'An agent works on it. Stop it first.' };
      return { task_id: taskId, status: 'refused', task: null, problem, undo: null };
    }
    acts[action](task);
    const path = `/api/projects/${id}/tasks/${taskId}`;
    const undo = action === 'move' ? { method: 'PATCH', path: `${path}/move`, body: { status: task.status } } : null;
    return { task_id: taskId, status: 'done', task: log.task(id, taskId), problem: null, undo };
  });
  return { results, position: log.position };
}

/** A card as the facts say it that bring it back. */
function cardOf(log, id, taskId) {
  const { title, description, priority, status, rank, labels } = log.lastTask(id, taskId);
  return {
    title,
    description,
    priority: `TASK_PRIORITY_${priority}`,
    status: `TASK_STATUS_${status}`,
    rank,
    properties: { labels: { names: labels } },
  };
}

const labels = ['bug', 'frontend', 'api', 'docs', 'performance'];
const priorities = ['LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'URGENT'];

/** Many cards over all columns, for how a large board feels. */
export function fillBoard(log, projectId, count) {
  const statuses = ['TODO', 'TODO', 'TODO', 'IN_PROGRESS', 'AI_REVIEW', 'HUMAN_REVIEW', 'DONE', 'DONE'];
  for (let index = 0; index < count; index++) {
    const title = `Card ${index}: ${titleOf(index)}`;
    const taskId = createCard(log, { projectId, title, description: '', priority: priorities[index % 5] });
    const status = statuses[index % statuses.length];
    if (index % 3 === 0)
      log.append('task', projectId, taskId, 'TaskEdited', {
        taskId,
        properties: { labels: { names: [labels[index % 5]] } },
      });
    if (status === 'TODO') continue;
    const rank = `a${String(index).padStart(6, '0')}`;
    log.append('task', projectId, taskId, 'TaskMoved', {
      taskId,
      from: 'TASK_STATUS_TODO',
      to: `TASK_STATUS_${status}`,
      rank,
    });
  }
}

const verbs = ['Rename', 'Speed up', 'Describe', 'Test', 'Simplify'];
const things = ['the sign-up form', 'invoices', 'the search of the documentation pages', 'webhooks', 'image uploads'];

function titleOf(index) {
  return `${verbs[index % 5]} ${things[Math.floor(index / 5) % 5]}`;
}
