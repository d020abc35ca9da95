/**
 * A stand-in for the gateway, for looking at the pages and testing them alone: `node test/fake-gateway.mjs [--empty]`
 * with WEB_URL (a running `next start` or `next dev`), PORT and, for a large board, CARDS. Holds everything in memory and forgets it at the end.
 */
import { createServer, request as forward } from 'node:http';
import { connect } from 'node:net';
import { changesRoutes } from './fake-changes.mjs';
import { boardRoutes, fillBoard, rankBehind } from './fake-board.mjs';
import { extraRoutes, propertiesOf } from './fake-extras.mjs';
import { FakeLog } from './fake-log.mjs';
import { execute } from './fake-run.mjs';
import { serveSockets } from './fake-sockets.mjs';
import { model } from './fake-work.mjs';
import { people } from './fake-people.mjs';
import { createCard, createProject, pod } from './fake-cards.mjs';
import { playScene } from './fake-scene.mjs';

const log = new FakeLog();
const runs = new Map();
if (!process.argv.includes('--empty')) playScene(log);

class Refusal extends Error {
  constructor(status, code, detail, errors) {
    super(detail);
    this.body = { type: 'about:blank', title: code, status, detail, code, ...(errors ? { errors } : {}) };
  }
}

const routes = [
  [
    'GET',
    /^\/api\/system$/,
    () => [
      200,
      {
        model: { label: model.label, scripted: false },
        version: '0.1.0',
        person: { id: people[0].actor.slice('user:'.length), name: people[0].name },
      },
    ],
  ],
  ['GET', /^\/api\/me$/, () => [200, { actor: people[0].actor, name: people[0].name, signed_in_by: 'local' }]],
  ['GET', /^\/api\/projects$/, () => [200, { position: log.position, projects: log.projects() }]],
  ['POST', /^\/api\/projects$/, (_, body) => newProject(body)],
  [
    'DELETE',
    /^\/api\/projects\/([^/]+)$/,
    ([id]) => (
      log.append('project', id, id, 'ProjectDeleted', { projectId: id }),
      [200, { project_id: id, position: log.position }]
    ),
  ],
  [
    'GET',
    /^\/api\/projects\/([^/]+)\/board$/,
    ([id], _, query) => [200, boardOf(id, query.get('at')) ?? refuse(404, 'not_found', 'There was no such project.')],
  ],
  [
    'GET',
    /^\/api\/projects\/([^/]+)\/timeline$/,
    ([id], _, query) => [200, log.timeline(id, Number(query.get('from')))],
  ],
  ['GET', /^\/api\/tasks\/([^/]+)\/history$/, ([id]) => [200, log.story(id) ?? refuse(404, 'not_found', 'No task.')]],
  ['POST', /^\/api\/projects\/([^/]+)\/tasks$/, ([id], body) => [201, log.task(id, newCard(id, body))]],
  ['PATCH', /^\/api\/projects\/([^/]+)\/tasks\/([^/]+)$/, ([id, task], body) => editTask(id, task, body)],
  ['PATCH', /^\/api\/projects\/([^/]+)\/tasks\/([^/]+)\/move$/, ([id, task], body) => moveTask(id, task, body)],
  [
    'DELETE',
    /^\/api\/projects\/([^/]+)\/tasks\/([^/]+)$/,
    ([id, task]) => (log.append('task', id, task, 'TaskDeleted', { taskId: task }), [204]),
  ],
  ['POST', /^\/api\/projects\/([^/]+)\/tasks\/([^/]+)\/execute$/, ([id, task]) => executeTask(id, task)],
  ['POST', /^\/api\/projects\/([^/]+)\/tasks\/([^/]+)\/stop$/, ([id, task]) => stopTask(id, task)],
  ['GET', /^\/api\/projects\/([^/]+)\/tasks\/([^/]+)\/sessions/, ([id, task]) => sessions(log.sessionsOf(id, task))],
];

routes.unshift(...boardRoutes(log, refuse));
routes.push(...extraRoutes(log, refuse), ...changesRoutes(log, refuse));
const [newest] = log.projects();
const cardCount = Number(process.env.CARDS ?? 0);
if (newest && cardCount > 0) fillBoard(log, newest.id, cardCount);

function refuse(status, code, detail, errors) {
  throw new Refusal(status, code, detail, errors);
}

/** The board now, or at a position or a time. */
function boardOf(id, at) {
  if (!at) return log.board(id);
  const position = /^\d+$/.test(at)
    ? Number(at)
    : (log.facts.findLast((fact) => Date.parse(fact.time) <= Date.parse(at))?.position ?? 0);
  if (position > log.position) refuse(422, 'beyond_head', 'That moment has not come yet.');
  return log.boardAt(id, position);
}

function newCard(projectId, { title, description = '', priority = 'MEDIUM' }) {
  return createCard(log, { projectId, title, description, priority });
}

function newProject({ name, description = '', source = 'empty' }) {
  if (/refuse/.test(name))
    refuse(422, 'validation_failed', 'The request is not valid.', [{ path: 'name', message: 'This name is taken.' }]);
  const id = createProject(log, { name, description, source: source.toUpperCase() });
  setTimeout(() => pod(log, id, 'none', 0), 200);
  setTimeout(() => pod(log, id, 'ready', 0), 1500);
  if (source === 'sample')
    for (const title of ['Add a README file', 'Add a test', 'Explain the code']) newCard(id, { title });
  return [201, { ...log.summary(id), position: log.position }];
}

function editTask(id, taskId, { title, description, priority, seen_version: seen, ...more }) {
  if (/stale/.test(title ?? '') && seen < 3) {
    log.append('task', id, taskId, 'TaskEdited', { taskId, description: 'Someone else’s newer words.' });
    refuse(409, 'stale_edit', 'Someone else changed this task since you opened it. Look at the newer text first.');
  }
  log.append('task', id, taskId, 'TaskEdited', {
    taskId,
    title,
    description,
    ...(priority ? { priority: `TASK_PRIORITY_${priority}` } : {}),
    ...propertiesOf(more),
  });
  return [200, log.task(id, taskId)];
}

function moveTask(id, taskId, { status, after_id: afterId }) {
  const task = log.task(id, taskId);
  if (/refuse|Compress/.test(task.title)) {
    const detail = 'A card can’t be moved from To do to there.';
    log.refuse(id, taskId, 'TaskMove', { code: 'illegal_transition', detail });
    refuse(422, 'illegal_transition', detail);
  }
  const rank = rankBehind(log, id, { status, taskId, afterId });
  log.append('task', id, taskId, 'TaskMoved', {
    taskId,
    from: `TASK_STATUS_${task.status}`,
    to: `TASK_STATUS_${status}`,
    rank,
  });
  const undo = {
    method: 'PATCH',
    path: `/api/projects/${id}/tasks/${taskId}/move`,
    body: { status: task.status },
  };
  return [200, { ...log.task(id, taskId), undo }];
}

function executeTask(id, taskId) {
  if (log.task(id, taskId).active_session_id) refuse(409, 'session_active', 'An agent works on this task already.');
  if (/Fix layout/.test(log.task(id, taskId).title)) refuse(502, 'runtime_refused', 'The runtime refused the session.');
  const { sessionId, run } = execute(log, id, taskId);
  runs.set(taskId, run);
  return [202, { session_id: sessionId, status: 'queued', position: log.position }];
}

function stopTask(id, taskId) {
  const session_id =
    log.task(id, taskId).active_session_id ?? refuse(409, 'no_active_session', 'No agent works on this task.');
  const stopping = log.append('session', id, session_id, 'SessionStopping', { sessionId: session_id, taskId });
  const run = runs.get(taskId);
  if (run) Object.assign(run, { latest: stopping });
  setTimeout(() => run && Object.assign(run, { stopped: true }), 400);
  return [202, { session_id, status: 'stopping', position: log.position }];
}

function sessions(list) {
  return [200, { sessions: list, total_count: list.length, next_cursor: null }];
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (!/json/.test(request.headers['content-type'] ?? 'json')) return bytes;
  return bytes.length > 0 ? JSON.parse(bytes) : {};
}

async function answer(request, response) {
  const { pathname: path, searchParams: query } = new URL(request.url, 'http://localhost');
  const found = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
  const send = (status, body, type = 'application/json') => {
    response.writeHead(status, { 'Content-Type': type, 'Podium-Position': String(log.position) });
    response.end(body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };
  try {
    if (!found) refuse(404, 'not_found', 'There is no such route.');
    const type = request.headers['content-type'];
    const [status, body, kind] = found[2](found[1].exec(path).slice(1), await readBody(request), query, type);
    send(status, body, kind);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    send(error.body.status, error.body, 'application/problem+json');
  }
}

const web = new URL(process.env.WEB_URL ?? 'http://127.0.0.1:3001');
const server = createServer((request, response) => {
  if (request.url.startsWith('/api/')) return void answer(request, response);
  const upstream = forward(
    { host: web.hostname, port: web.port, path: request.url, method: request.method, headers: request.headers },
    (page) => {
      response.writeHead(page.statusCode, page.headers);
      page.pipe(response);
    },
  );
  upstream.on('error', () => response.writeHead(502).end());
  request.pipe(upstream);
});

// The development server talks with its pages over a socket of its own.
server.on('upgrade', (request, socket, head) => {
  if (!request.url.startsWith('/_next/')) return;
  const upstream = connect(Number(web.port), web.hostname, () => {
    const headers = request.rawHeaders.reduce((lines, part, at) => lines + (at % 2 ? `: ${part}\r\n` : part), '');
    upstream.write(`${request.method} ${request.url} HTTP/1.1\r\n${headers}\r\n`);
    upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy());
});

serveSockets(server, log);

server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});
