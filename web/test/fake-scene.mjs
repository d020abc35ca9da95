import { randomUUID } from 'node:crypto';
import { execute } from './fake-run.mjs';

/** Fills a log with projects and cards in every state that the pages can show. */
export async function playScene(log) {
  const site = project(log, 'Marketing site', 'Landing pages, blog and the pricing calculator.', 'CLONE');
  pod(log, site, 'ready', 7000);
  for (const title of ['Compress hero images', 'Fix layout shift on pricing', 'Add RSS feed'])
    card(log, site, title, '', 'MEDIUM', 6000);
  const api = project(log, 'Billing API', '', 'CLONE');
  pod(log, api, 'failed', 4000);
  card(log, api, 'Retry webhooks with backoff', '', 'HIGH', 3000);
  warnOfBudget(log, api);

  const sample = project(log, 'Sample project', 'A small repository to try agents on.', 'SAMPLE');
  pod(log, sample, 'ready', 3600);
  card(
    log,
    sample,
    'Add a README file',
    'Say what the application does, how to install it and how to run it.',
    'MEDIUM',
    3500,
  );
  card(log, sample, 'Slow walk through the sources', '', 'LOW', 3400);
  const failed = card(
    log,
    sample,
    'Upgrade the HTTP client to the newest major version and remove the compatibility shim',
    '',
    'URGENT',
    3300,
  );
  const running = card(
    log,
    sample,
    'Validate the request body in the sign-up endpoint',
    'Use the schema that the tests use already.',
    'HIGH',
    3200,
  );
  const finished = ['Add a health endpoint', 'Write tests for the greeting'].map((title) =>
    card(log, sample, title, '', 'MEDIUM', 3100),
  );
  const reviewed = card(log, sample, 'Describe the configuration', '', 'LOW', 3000);
  log.refuse(sample, failed, 'TaskMove', {
    code: 'illegal_transition',
    detail: 'A card can’t be moved from To do to Done.',
  });
  await execute(log, sample, failed, { speed: 0, end: 'failed', ago: 900 }).done;
  for (const task of finished) await execute(log, sample, task, { speed: 0, ago: 600 }).done;
  await execute(log, sample, running, { speed: 0, end: 'running', ago: 74 }).done;
  setTimeout(() => {
    move(log, sample, reviewed, 'TODO', 'IN_PROGRESS');
    move(log, sample, reviewed, 'IN_PROGRESS', 'AI_REVIEW');
    move(log, sample, reviewed, 'AI_REVIEW', 'HUMAN_REVIEW');
  }, 50);
}

function warnOfBudget(log, projectId) {
  log.append('project', projectId, projectId, 'ProjectEdited', { projectId, budget: { limitUsd: 5, warnPercent: 80 } });
  const period = new Date().toISOString().slice(0, 7);
  const used = { projectId, period, costUsd: 4.2, tokens: 0, limitUsd: 5 };
  log.append('session', projectId, 'budget', 'BudgetWarned', used);
}

export function project(log, name, description, source) {
  const projectId = randomUUID();
  log.append(
    'project',
    projectId,
    projectId,
    'ProjectCreated',
    {
      projectId,
      name,
      description,
      source: `WORKSPACE_SOURCE_${source}`,
      maxConcurrentSessions: 3,
      ...(source === 'CLONE' ? { repositoryUrl: 'https://example.org/acme/app.git' } : {}),
    },
    7200,
  );
  return projectId;
}

export function pod(log, projectId, end, ago) {
  const fact = (name, data) =>
    log.append('pod', projectId, projectId, name, { projectId, generation: 1, ...data }, ago);
  fact('PodProvisioningStarted', { runtime: 'local', reason: 'created', source: 'sample' });
  if (end === 'ready') fact('PodReady', { endpoint: 'http://127.0.0.1:1', workspacePath: '/w', version: '1.0.0' });
  if (end === 'failed')
    fact('PodFailed', { reason: 'clone_failed', message: 'The repository asks for a password.', retryable: false });
}

let rank = 0;
export function card(log, projectId, title, description, priority, ago = 0) {
  const taskId = randomUUID();
  rank += 1;
  log.append(
    'task',
    projectId,
    taskId,
    'TaskCreated',
    { taskId, title, description, priority: `TASK_PRIORITY_${priority}`, rank: `a${String(rank).padStart(4, '0')}` },
    ago,
  );
  return taskId;
}

export function move(log, projectId, taskId, from, to, newRank = `b${Date.now()}`) {
  return log.append('task', projectId, taskId, 'TaskMoved', {
    taskId,
    from: `TASK_STATUS_${from}`,
    to: `TASK_STATUS_${to}`,
    rank: newRank,
  });
}
