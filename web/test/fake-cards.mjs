import { randomUUID } from 'node:crypto';
import { me } from './fake-people.mjs';
import { minutes } from './fake-schedule.mjs';
import { shortPatch, shortSteps } from './fake-transcripts.mjs';
import { work } from './fake-work.mjs';

export function createProject(
  log,
  { projectId = randomUUID(), name, description, source, repository, agents = 3 },
  ago = 0,
) {
  const data = { projectId, name, description, source: `WORKSPACE_SOURCE_${source}`, maxConcurrentSessions: agents };
  const from = repository ? { repositoryUrl: repository } : {};
  log.append('project', projectId, projectId, 'ProjectCreated', { ...data, ...from }, ago);
  return projectId;
}

/** `none` is a pod that is being made. */
export function pod(log, projectId, end, ago) {
  const fact = (name, data) =>
    log.append('pod', projectId, projectId, name, { projectId, generation: 1, ...data }, ago);
  if (end === 'none') fact('PodProvisioningStarted', { runtime: 'local', reason: 'created', source: 'sample' });
  if (end === 'ready') fact('PodReady', { endpoint: 'http://127.0.0.1:1', workspacePath: '/w', version: '1.0.0' });
}

export const labels = (...names) => ({ labels: { names } });

let rank = 0;
const nextRank = () => `a${String((rank += 1)).padStart(6, '0')}`;

/** A card of a scene. */
export function card(
  schedule,
  log,
  { projectId, title, description = '', priority = 'MEDIUM', ago, by = me, properties },
) {
  const taskId = randomUUID();
  schedule.at(ago, (when) =>
    createCard(log, { projectId, taskId, title, description, priority, properties, by }, when),
  );
  return taskId;
}

/** A card that is there at once. */
export function createCard(
  log,
  { projectId, taskId = randomUUID(), title, description, priority, properties, by = me },
  ago = 0,
) {
  const data = { taskId, title, description, priority: `TASK_PRIORITY_${priority}`, rank: nextRank() };
  const more = properties ? { properties } : {};
  log.append(
    'task',
    projectId,
    taskId,
    'TaskCreated',
    { ...data, ...more },
    ago,
    log.request('task', 'TaskCreated', by),
  );
  return taskId;
}

/** Work that an agent did some time ago; `done` where it was accepted, too. */
export function finished(
  schedule,
  log,
  { projectId, taskId, ago, file, summary = 'Done and tested.', done, lines = [18, 6] },
) {
  const patches = shortPatch(file, ...lines);
  work(schedule, log, {
    projectId,
    taskId,
    startedAgo: ago,
    steps: shortSteps(file, summary),
    done: { summary, patches, commit: summary },
    spent: { inputTokens: 31_400, outputTokens: 2_180, cachedTokens: 118_000, costUsd: 0.19 },
  });
  const path = done ? ['AI_REVIEW', 'HUMAN_REVIEW', 'DONE'] : ['AI_REVIEW'];
  moveAlong(schedule, log, { projectId, taskId, path, ago: ago - minutes(9), every: minutes(6) });
}

/** By hand, from the first column of the path to the last. */
export function moveAlong(schedule, log, { projectId, taskId, path, ago, every, by = me }) {
  for (let step = 1; step < path.length; step++)
    schedule.at(ago - every * step, (when) => {
      const data = { taskId, from: `TASK_STATUS_${path[step - 1]}`, to: `TASK_STATUS_${path[step]}`, rank: nextRank() };
      log.append('task', projectId, taskId, 'TaskMoved', data, when, log.request('task', 'TaskMoved', by));
    });
}
