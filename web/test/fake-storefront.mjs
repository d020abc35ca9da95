import { randomUUID } from 'node:crypto';
import { card, finished, labels, moveAlong } from './fake-cards.mjs';
import { ada, kim, me, noah } from './fake-people.mjs';
import { days, hours, minutes } from './fake-schedule.mjs';
import { playAtWork } from './fake-at-work.mjs';
import { healthPatches, healthSteps, healthSummary, upgradeSteps } from './fake-transcripts.mjs';
import { work } from './fake-work.mjs';

const dueIn = (count) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 10);
const checklist = (...items) => ({
  checklist: { items: items.map(([text, done], at) => ({ itemId: `i${at}`, text, done })) },
});
const spent = { inputTokens: 52_300, outputTokens: 4_870, cachedTokens: 214_000, costUsd: 0.34 };

/** A shop on a busy morning: agents at work, one that waits for a person, work to look at, and one that failed. */
export function playStorefront(schedule, log, projectId) {
  const add = (title, ago, more = {}) => card(schedule, log, { projectId, title, ago, ...more });
  playDone(schedule, log, { projectId, add });
  playReviews(schedule, log, { projectId, add });
  playToDo(schedule, log, { projectId, add });
  playAtWork(schedule, log, { projectId, add });
  schedule.at(days(20), (ago) => {
    const wipLimits = { items: [{ status: 'TASK_STATUS_IN_PROGRESS', limit: 6 }] };
    log.append('project', projectId, projectId, 'ProjectEdited', { projectId, wipLimits }, ago);
  });
  schedule.at(days(12), (ago) => {
    for (const [viewId, name, query] of [
      ['mine', 'Mine', `assignee=${me}`],
      ['bugs', 'Urgent bugs', 'label=bug&priority=URGENT'],
    ])
      log.append('project', projectId, projectId, 'ViewSaved', { projectId, view: { viewId, name, query } }, ago);
  });
}

function playDone(schedule, log, { projectId, add }) {
  for (const [title, ago, file, summary, properties] of [
    ['Cache the price list', days(3), 'src/prices.ts', 'Prices are read once a minute.', labels('performance')],
    ['Move to the new mail provider', days(2), 'src/mail.ts', 'Mails go out through the new provider.', labels('api')],
    [
      'Weekly report in the shop’s time zone',
      hours(20),
      'src/reports/weekly.ts',
      'Weeks begin on Monday, local time.',
      labels('bug', 'reports'),
    ],
  ]) {
    const taskId = add(title, ago + days(2), { by: ada, properties });
    finished(schedule, log, { projectId, taskId, ago, file, summary, done: true, lines: [42, 17] });
  }
}

function playReviews(schedule, log, { projectId, add }) {
  const health = add('Add a health endpoint', hours(22), {
    description:
      'The load balancer needs to know when the shop is ready. It should not lie while the database is away.',
    priority: 'HIGH',
    properties: { ...labels('api'), assignee: me },
  });
  const done = { summary: healthSummary, patches: healthPatches, commit: 'Say whether the shop is ready' };
  work(schedule, log, { projectId, taskId: health, startedAgo: minutes(16), steps: healthSteps, done, spent });
  const rounding = add('Test how prices are rounded', hours(19), { by: kim, properties: labels('tests') });
  const tested = 'Half a cent is rounded to even, with 24 tests.';
  finished(schedule, log, {
    projectId,
    taskId: rounding,
    ago: minutes(38),
    file: 'test/rounding.test.ts',
    summary: tested,
    lines: [96, 0],
  });
  const start = add('Fewer requests on the start page', hours(14), {
    priority: 'LOW',
    by: noah,
    properties: labels('performance'),
  });
  const merged = 'Nine requests became three; the largest paint comes 400 ms sooner.';
  finished(schedule, log, {
    projectId,
    taskId: start,
    ago: minutes(52),
    file: 'src/pages/start.tsx',
    summary: merged,
    lines: [73, 128],
  });
  const runbook = add('Describe how a release is made', hours(32), { properties: labels('docs') });
  const described = '`docs/releases.md` goes from the tag to the customers, with a way back.';
  finished(schedule, log, {
    projectId,
    taskId: runbook,
    ago: hours(3),
    file: 'docs/releases.md',
    summary: described,
    lines: [88, 4],
  });
  moveAlong(schedule, log, {
    projectId,
    taskId: runbook,
    path: ['AI_REVIEW', 'HUMAN_REVIEW'],
    ago: hours(2.5),
    every: 60,
  });
  const stock = add('Show stock in the cart', hours(30), {
    by: ada,
    properties: { ...labels('frontend'), assignee: ada },
  });
  const shown = 'The cart says “Only 3 left” when that is true.';
  finished(schedule, log, {
    projectId,
    taskId: stock,
    ago: hours(2),
    file: 'src/pages/cart.tsx',
    summary: shown,
    lines: [61, 12],
  });
  moveAlong(schedule, log, {
    projectId,
    taskId: stock,
    path: ['AI_REVIEW', 'HUMAN_REVIEW'],
    ago: hours(1.6),
    every: 60,
  });
}

function playToDo(schedule, log, { projectId, add }) {
  const upgrade = add('Upgrade the HTTP client to version 7', hours(21), {
    priority: 'URGENT',
    by: noah,
    properties: labels('dependencies'),
  });
  const failure = {
    reason: 'model_error',
    message: 'The model’s provider did not answer after 4 attempts. Execute it again when it does.',
  };
  work(schedule, log, {
    projectId,
    taskId: upgrade,
    startedAgo: minutes(24),
    by: noah,
    steps: upgradeSteps,
    failure,
    spent,
  });
  const limits = add('Rate-limit the public endpoints', hours(18), {
    priority: 'HIGH',
    properties: {
      ...labels('api', 'security'),
      dueOn: dueIn(1),
      assignee: ada,
      ...checklist(['Count per key', true], ['Answer 429', false], ['Say when to come back', false]),
    },
  });
  const library = add('Publish the client library', hours(17), {
    by: ada,
    properties: { ...labels('docs'), assignee: kim },
  });
  schedule.at(hours(16), (ago) => {
    const data = { taskId: library, dependsOnTaskId: limits };
    log.append('task', projectId, library, 'TaskDependencyAdded', data, ago);
  });
  add('Order confirmations in the customer’s time zone', hours(13), {
    by: noah,
    properties: { ...labels('bug'), dueOn: dueIn(0) },
  });
  add('Several addresses for one customer', hours(7), {
    by: ada,
    properties: { ...labels('api', 'frontend'), assignee: ada },
  });
  add('Dark theme for invoice e-mails', hours(15), { priority: 'LOW', properties: labels('frontend') });
  const dates = add('Delivery dates on product pages', hours(9), {
    by: kim,
    properties: { ...labels('frontend'), dueOn: dueIn(4), assignee: kim },
  });
  schedule.at(hours(3), (ago) => {
    const text = 'The carrier’s API is ready, see the notes in `docs/delivery.md`.';
    const comment = { taskId: dates, commentId: randomUUID(), text, mentions: [] };
    log.append('task', projectId, dates, 'CommentAdded', comment, ago, log.request('task', 'CommentAdded', kim));
  });
}
