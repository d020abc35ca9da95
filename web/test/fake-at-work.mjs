import { randomUUID } from 'node:crypto';
import { labels } from './fake-cards.mjs';
import { ada, kim, me, noah } from './fake-people.mjs';
import { hours, minutes } from './fake-schedule.mjs';
import { flagSteps, liveSteps, orderSteps, signUpSteps } from './fake-transcripts.mjs';
import { work } from './fake-work.mjs';

/** What agents of the shop do just now: two work, one waits for a person, one for its model and one for its turn. */
export function playAtWork(schedule, log, { projectId, add }) {
  const start = (title, ago, { startedAgo, steps, by, ...more }) => {
    const taskId = add(title, ago, more);
    return { projectId, taskId, sessionId: work(schedule, log, { projectId, taskId, startedAgo, steps, by }) };
  };
  const signUp = start('Check the sign-up form on the server', hours(12), {
    description: 'Use the same schema as the page.',
    priority: 'HIGH',
    properties: { ...labels('api'), assignee: me },
    startedAgo: 134,
    steps: signUpSteps,
  });
  const flags = start('Remove unused feature flags', hours(11), {
    priority: 'HIGH',
    by: ada,
    properties: labels('cleanup'),
    startedAgo: minutes(4),
    steps: flagSteps,
  });
  const orders = start('Import orders from the old shop', hours(8), {
    properties: { ...labels('data'), assignee: noah },
    by: noah,
    startedAgo: minutes(7),
    steps: orderSteps,
  });
  const images = start('Resize product photos once', hours(10), {
    by: kim,
    properties: labels('performance'),
    startedAgo: minutes(9),
    steps: orderSteps.slice(0, 1),
  });
  retry(schedule, log, images);
  start('Sort search results by relevance', hours(6), { priority: 'LOW', startedAgo: 50, by: kim });
  askPermission(schedule, log, flags);
  keepWorking(log, signUp.sessionId, liveSteps.signUp);
  keepWorking(log, orders.sessionId, liveSteps.orders);
}

/** A command to run; something else is allowed already. */
function askPermission(schedule, log, { projectId, taskId, sessionId }) {
  const command = 'git rm -r src/flags && npm run build';
  const description = 'Remove the flags and build without them';
  schedule.at(minutes(3.5), (ago) => {
    const grant = { projectId, action: 'bash', patterns: ['npm test *'], taskId, sessionId };
    log.append('session', projectId, 'permissions', 'PermissionGranted', grant, ago);
    const tool = { name: 'bash', title: description, arguments: JSON.stringify({ command, description }) };
    const asked = { gateId: 'per_1', action: 'bash', patterns: [command], always: ['git rm *'], command, tool };
    log.append('session', projectId, sessionId, 'PermissionAsked', { sessionId, taskId, ...asked }, ago - 1);
  });
}

function retry(schedule, log, { projectId, taskId, sessionId }) {
  schedule.at(75, (ago) => {
    const why = { reason: 'provider_overloaded', message: 'The model’s provider is overloaded.', outputChunks: 2 };
    const dueAt = new Date(Date.now() + 140_000).toISOString();
    const next = { sessionId, taskId, attempt: 2, maxAttempts: 4, dueAt, ...why };
    log.append('session', projectId, sessionId, 'SessionRetryScheduled', next, ago);
  });
}

/** Agents that are at work go on with something else every few seconds. */
function keepWorking(log, sessionId, steps) {
  let at = 0;
  const next = () => {
    const [name, text, result] = steps[at % steps.length];
    const partId = `prt_${randomUUID()}`;
    log.appendOutput(sessionId, 'TOOL', text, { tool: name, partId: `${partId}:call` });
    const end = JSON.stringify({ end: { status: 'completed', duration_ms: 800 } });
    log.appendOutput(sessionId, 'TOOL_RESULT', result, { tool: name, partId: `${partId}:result`, data: end });
    at += 1;
  };
  setInterval(next, 6_000).unref();
}
