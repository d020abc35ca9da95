import { randomUUID } from 'node:crypto';
import { statsOf, workedPatches } from './fake-changes.mjs';
import { me } from './fake-people.mjs';

export const model = {
  providerId: 'podium-demo',
  modelId: 'scripted',
  label: 'Demo model (scripted)',
  scripted: true,
};

const commitHash = () => (randomUUID() + randomUUID()).replaceAll('-', '').slice(0, 40);

/**
 * An agent's work on a task, from being executed on, as the services would tell it. `steps` are pairs of seconds since the
 * start and what the agent did then; without `done` or `failure` it is at it still. Answers the session's id.
 */
export function work(schedule, log, { projectId, taskId, startedAgo, by = me, steps = [], done, failure, spent }) {
  const sessionId = randomUUID();
  const ids = { sessionId, taskId };
  let latest;
  const fact = (agoSeconds, context, name, data, actor) => {
    const of = context === 'task' ? taskId : sessionId;
    const cause = actor ? log.request(context, name, actor) : latest;
    latest = log.append(context, projectId, of, name, { ...ids, ...data }, agoSeconds, cause);
  };
  schedule.at(startedAgo, (ago) => {
    const { title, description } = log.task(projectId, taskId);
    const prompt = description ? `${title}\n\n${description}` : title;
    const transition = { from: 'TASK_STATUS_TODO', to: 'TASK_STATUS_IN_PROGRESS' };
    fact(ago, 'task', 'TaskExecutionStarted', { title, prompt, ...transition }, by);
    const phase = 'SESSION_PHASE_IMPLEMENTATION';
    fact(ago, 'session', 'SessionQueued', { phase, title, prompt, requestedBy: by });
    const given = { prompt_id: null, turn: 1, requested_by: by, attachments: [] };
    log.appendOutput(sessionId, 'PROMPT', prompt, { data: JSON.stringify({ prompt: given }) }, ago);
  });
  if (steps.length === 0 && !done && !failure) return sessionId;
  schedule.at(startedAgo - 1, (ago) => fact(ago, 'session', 'SessionAdmitted', {}));
  schedule.at(startedAgo - 2, (ago) =>
    fact(ago, 'session', 'SessionStarted', {
      attempt: 1,
      owner: 'runner-1',
      runtimeSessionId: `ses_${sessionId.slice(0, 8)}`,
      runtimeMessageId: `msg_${sessionId.slice(0, 8)}`,
      model,
    }),
  );
  for (const [seconds, kind, text, extra] of steps)
    schedule.at(startedAgo - seconds, (ago) => log.appendOutput(sessionId, kind, text, extra, ago));
  const seconds = (steps.at(-1)?.[0] ?? 2) + 1;
  if (done || failure)
    schedule.at(startedAgo - seconds, (ago) => end(ago, log, { fact, sessionId, done, failure, spent }));
  return sessionId;
}

function end(ago, log, { fact, sessionId, done, failure, spent }) {
  log.appendOutput(sessionId, failure ? 'ERROR' : 'DONE', failure?.message ?? 'Done.', {}, ago);
  if (failure) log.appendOutput(sessionId, 'DONE', '', {}, ago);
  const result = { usage: spent, outputChunks: log.outputOf(sessionId).chunks.length };
  if (done) {
    const changes = changesOf(done.patches);
    workedPatches.set(sessionId, done.patches);
    const turn = { turn: 1, ending: 'TURN_ENDING_COMPLETED', summary: done.summary, usage: spent, model, last: true };
    const commit = { hash: commitHash(), subject: done.commit };
    fact(ago, 'session', 'TurnEnded', { ...turn, requestedBy: me, commit, changes });
  }
  const [ended, execution] = done
    ? ['SessionCompleted', 'TaskExecutionCompleted']
    : ['SessionFailed', 'TaskExecutionFailed'];
  const why = failure ? { ...failure, failureClass: 'FAILURE_CLASS_NEEDS_PERSON' } : { summary: done.summary };
  fact(ago, 'session', ended, { ...result, ...why });
  const to = done ? 'TASK_STATUS_AI_REVIEW' : 'TASK_STATUS_TODO';
  fact(ago, 'task', execution, { ...failure, retryable: false, from: 'TASK_STATUS_IN_PROGRESS', to });
}

function changesOf(patches) {
  const files = Object.entries(patches).map(([path, patch]) => {
    const { status, additions, deletions } = statsOf(patch);
    return { path, change: `FILE_CHANGE_${status.toUpperCase()}`, additions, deletions, own: true };
  });
  const sum = (side) => files.reduce((lines, file) => lines + file[side], 0);
  const totals = { totalFiles: files.length, additions: sum('additions'), deletions: sum('deletions') };
  return { files, ...totals, patchesId: randomUUID() };
}

/** A call of a tool and its answer, as steps of {@link work}. */
export function tool(seconds, name, title, result, { given, took = 1, exitCode } = {}) {
  const partId = `prt_${randomUUID()}`;
  const called = given ? { data: JSON.stringify({ arguments: given }) } : {};
  const end = {
    status: 'completed',
    duration_ms: took * 900,
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
  };
  return [
    [seconds, 'TOOL', title, { tool: name, partId: `${partId}:call`, ...called }],
    [seconds + took, 'TOOL_RESULT', result, { tool: name, partId: `${partId}:result`, data: JSON.stringify({ end }) }],
  ];
}

export function says(seconds, text) {
  return [seconds, 'TEXT', text, { partId: `prt_${randomUUID()}` }];
}

export function thinks(seconds, text) {
  return [seconds, 'REASONING', text, { partId: `prt_${randomUUID()}` }];
}

/** `list` has the agent's to-do list, each entry with its status. */
export function plans(seconds, list) {
  const todos = list.map(([text, status]) => ({ text, status, priority: 'medium' }));
  return [seconds, 'TODO', '', { data: JSON.stringify({ todos }) }];
}
