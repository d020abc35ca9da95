import { randomUUID } from 'node:crypto';
import { execute } from './fake-run.mjs';
import { card } from './fake-scene.mjs';

/** A board on which a team has worked for a while: everything that cards can show. */
export async function playTeamScene(log, projectId) {
  for (const [member, displayName] of [
    ['user:ada', 'Ada Lovelace'],
    ['user:kim', 'Kim Ito'],
  ])
    log.append('project', projectId, projectId, 'ProjectMemberAdded', {
      projectId,
      member,
      displayName,
      role: 'MEMBER_ROLE_MEMBER',
    });
  const ids = new Map();
  const add = (title, priority, properties = {}) => {
    const id = card(log, projectId, title, '', priority, 86_000);
    ids.set(title, id);
    if (Object.keys(properties).length > 0)
      log.append('task', projectId, id, 'TaskEdited', { taskId: id, properties }, 80_000);
    return id;
  };
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const names = (...list) => ({ labels: { names: list } });
  add('Rate-limit the public endpoints', 'HIGH', { ...names('api', 'security'), dueOn: day(1), assignee: 'user:ada' });
  add('Dark theme for the invoice e-mails', 'LOW', names('frontend'));
  const dependent = add('Publish the client library', 'MEDIUM', { ...names('docs'), assignee: 'user:kim' });
  log.append('task', projectId, 'dependencies', 'TaskDependencyAdded', {
    taskId: dependent,
    dependsOnTaskId: ids.get('Rate-limit the public endpoints'),
  });
  const checklist = ['Reproduce', 'Write a test', 'Fix'].map((text, at) => ({ itemId: `i${at}`, text, done: at < 2 }));
  const overdue = add('Time zones in the weekly report', 'URGENT', {
    ...names('bug', 'api', 'reports'),
    dueOn: day(-2),
    assignee: 'user:ada',
    checklist: { items: checklist },
  });
  log.append('task', projectId, overdue, 'CommentAdded', {
    taskId: overdue,
    commentId: randomUUID(),
    text: 'Seen again.',
    mentions: [],
  });
  for (const [title, labelsOf] of [
    ['Cache the price list', ['performance']],
    ['Move to the new mail provider', ['api']],
  ]) {
    const id = add(title, 'MEDIUM', names(...labelsOf));
    await execute(log, projectId, id, { speed: 0, ago: 4000 }).done;
    if (title.startsWith('Cache')) moveCard(log, projectId, id, ['AI_REVIEW', 'HUMAN_REVIEW', 'DONE']);
  }
  const asking = add('Delete unused feature flags', 'HIGH', names('cleanup'));
  const asks = execute(log, projectId, asking, { speed: 0, end: 'running', ago: 260 });
  await asks.done;
  askPermissions(log, projectId, asking, asks.sessionId);
  retry(log, projectId, add('Import the customers of 2019', 'MEDIUM', names('data')));
  for (const title of ['Sort search results by relevance', 'Explain the billing state machine']) {
    const id = add(title, 'LOW');
    queue(log, projectId, id);
  }
  log.append('project', projectId, projectId, 'ProjectEdited', {
    projectId,
    wipLimits: { items: [{ status: 'TASK_STATUS_IN_PROGRESS', limit: 4 }] },
  });
  const view = { viewId: 'urgent', name: 'Urgent bugs', query: 'label=bug&priority=URGENT' };
  log.append('project', projectId, projectId, 'ViewSaved', { projectId, view });
}

/** A command to run, and a file to change; something else is allowed already. */
function askPermissions(log, projectId, taskId, sessionId) {
  const grant = { projectId, action: 'bash', patterns: ['npm test *'], taskId, sessionId };
  log.append('session', projectId, 'permissions', 'PermissionGranted', grant);
  const ask = (gateId, asked) =>
    log.append('session', projectId, sessionId, 'PermissionAsked', { sessionId, taskId, gateId, always: [], ...asked });
  const command = 'rm -r src/flags && git grep -l useFlag -- src | xargs sed -i "s/useFlag(.*)/true/"';
  ask('per_1', {
    action: 'bash',
    patterns: [command],
    always: ['rm *'],
    command,
    tool: {
      name: 'bash',
      title: 'Remove the flags and where they are used',
      arguments: JSON.stringify({ command, description: 'Remove the flags and where they are used', timeout: 120_000 }),
    },
  });
  ask('per_2', {
    action: 'edit',
    patterns: ['src/app.ts'],
    diff: '--- src/app.ts\n+++ src/app.ts\n@@ -4,3 +4,2 @@\n import { start } from "./start.ts";\n-if (useFlag("new-start")) start({ legacy: false });\n-else start({ legacy: true });\n+start({ legacy: false });\n',
    tool: { name: 'edit', title: 'edit src/app.ts', arguments: JSON.stringify({ filePath: 'src/app.ts' }) },
  });
}

function queue(log, projectId, taskId) {
  const sessionId = randomUUID();
  const task = log.task(projectId, taskId);
  const transition = { from: `TASK_STATUS_${task.status}`, to: 'TASK_STATUS_IN_PROGRESS' };
  log.append('task', projectId, taskId, 'TaskExecutionStarted', {
    taskId,
    sessionId,
    title: task.title,
    prompt: '',
    ...transition,
  });
  log.append('session', projectId, sessionId, 'SessionQueued', {
    sessionId,
    taskId,
    phase: 'SESSION_PHASE_IMPLEMENTATION',
    title: task.title,
    prompt: task.title,
    requestedBy: 'user:local',
  });
  return sessionId;
}

function retry(log, projectId, taskId) {
  const sessionId = queue(log, projectId, taskId);
  log.append('session', projectId, sessionId, 'SessionRetryScheduled', {
    sessionId,
    taskId,
    attempt: 2,
    maxAttempts: 4,
    dueAt: new Date(Date.now() + 95_000).toISOString(),
    reason: 'provider_overloaded',
    message: 'The model’s provider is overloaded.',
    outputChunks: 0,
  });
}

function moveCard(log, projectId, taskId, path) {
  for (let step = 1; step < path.length; step++) {
    log.append('task', projectId, taskId, 'TaskMoved', {
      taskId,
      from: `TASK_STATUS_${path[step - 1]}`,
      to: `TASK_STATUS_${path[step]}`,
      rank: `m${step}`,
    });
  }
}
