import { randomUUID } from 'node:crypto';
import { card, createProject, finished, pod } from './fake-cards.mjs';
import { ada, kim, noah, people } from './fake-people.mjs';
import { days, hours, minutes, Schedule } from './fake-schedule.mjs';
import { playStorefront } from './fake-storefront.mjs';
import { errorPageSteps } from './fake-transcripts.mjs';
import { work } from './fake-work.mjs';

/** Fills a log with projects of a team and cards in every state that the pages can show. */
export function playScene(log) {
  const schedule = new Schedule();
  playOthers(schedule, log);
  const storefront = project(schedule, log, {
    name: 'Storefront',
    description: 'The shop, its API and the back office.',
    repository: 'https://github.com/lumen-goods/storefront.git',
    agents: 4,
    since: days(24),
  });
  playStorefront(schedule, log, storefront);
  schedule.play();
}

/** The projects beside the one that is looked at most. */
function playOthers(schedule, log) {
  const add = (name, description, repository, since) =>
    project(schedule, log, {
      name,
      description,
      since,
      repository: `https://github.com/lumen-goods/${repository}.git`,
    });
  const design = add('Design system', 'Components, tokens and their documentation.', 'design-system', days(41));
  const help = add('Help centre', 'Articles, search and the contact form.', 'help-centre', days(33));
  const mobile = add('Mobile app', 'The shop on phones.', 'mobile-app', days(30));
  const billing = add('Billing API', 'Invoices, refunds and taxes.', 'billing-api', days(28));
  for (const [projectId, titles] of [
    [design, ['Focus rings on dark surfaces', 'Document the spacing scale', 'Date picker without a mouse']],
    [help, ['Search by order number', 'Archive articles of discontinued products']],
    [mobile, ['Keep the cart while offline', 'Smaller images on slow networks', 'Share a product']],
    [billing, ['Retry webhooks with backoff', 'Round taxes per line', 'Refunds in two currencies']],
  ])
    for (const [at, title] of titles.entries())
      card(schedule, log, {
        projectId,
        title,
        priority: at === 0 ? 'HIGH' : 'MEDIUM',
        ago: days(9) - hours(at * 5),
        by: ada,
      });
  const rounding = card(schedule, log, {
    projectId: design,
    title: 'Contrast of disabled buttons',
    ago: days(4),
    by: kim,
  });
  finished(schedule, log, { projectId: design, taskId: rounding, ago: hours(26), file: 'src/button.css', done: true });
  const pages = card(schedule, log, {
    projectId: help,
    title: 'Translate the error pages to French',
    priority: 'HIGH',
    ago: hours(5),
    by: noah,
  });
  const asks = work(schedule, log, { projectId: help, taskId: pages, startedAgo: minutes(6), steps: errorPageSteps });
  askAboutTone(schedule, log, { projectId: help, taskId: pages, sessionId: asks });
  warnOfBudget(schedule, log, billing);
}

function askAboutTone(schedule, log, { projectId, taskId, sessionId }) {
  const options = [
    { label: 'vous', description: 'Formal, as in the letters to customers' },
    { label: 'tu', description: 'Informal, as in the app' },
  ];
  const text = 'How should the French pages address the reader?';
  const question = { header: 'Address', text, options, multiple: false, custom: true };
  schedule.at(minutes(5), (ago) => {
    const asked = { sessionId, taskId, gateId: 'que_1', questions: [question] };
    log.append('session', projectId, sessionId, 'QuestionAsked', asked, ago);
  });
}

function warnOfBudget(schedule, log, projectId) {
  schedule.at(hours(3), (ago) => {
    const budget = { limitUsd: 5, warnPercent: 80 };
    log.append('project', projectId, projectId, 'ProjectEdited', { projectId, budget }, ago);
    const period = new Date().toISOString().slice(0, 7);
    const used = { projectId, period, costUsd: 4.2, tokens: 0, limitUsd: 5 };
    log.append('session', projectId, 'budget', 'BudgetWarned', used, ago - 1);
  });
}

function project(schedule, log, { name, description, repository, since, agents = 2 }) {
  const projectId = randomUUID();
  schedule.at(since, (ago) => {
    createProject(log, { projectId, name, description, source: 'CLONE', repository, agents }, ago);
    for (const [at, { actor: member, name: displayName }] of people.entries()) {
      const joined = { projectId, member, displayName, role: `MEMBER_ROLE_${at === 0 ? 'OWNER' : 'MEMBER'}` };
      log.append('project', projectId, projectId, 'ProjectMemberAdded', joined, ago);
    }
    pod(log, projectId, 'none', ago);
  });
  schedule.at(since - 20, (ago) => pod(log, projectId, 'ready', ago));
  return projectId;
}
