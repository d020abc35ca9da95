import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { me } from './fake-people.mjs';

export const scriptedModel = {
  providerId: 'podium-demo',
  modelId: 'scripted',
  label: 'Demo model (scripted)',
  scripted: true,
};
const usage = { inputTokens: 2140, outputTokens: 612, cachedTokens: 0, costUsd: 0 };
const words = (text) => text.match(/\S+\s*/g) ?? [];

/** Begins an execution as the services would, and plays it. `speed` 0 plays it at once, in the past. */
export function execute(log, projectId, taskId, { speed = 1, end = 'completed', ago = 0 } = {}) {
  const task = log.task(projectId, taskId);
  const sessionId = randomUUID();
  const prompt = task.description ? `${task.title}\n\n${task.description}` : task.title;
  const started = log.append(
    'task',
    projectId,
    taskId,
    'TaskExecutionStarted',
    {
      taskId,
      sessionId,
      title: task.title,
      prompt,
      priority: 'TASK_PRIORITY_MEDIUM',
      from: 'TASK_STATUS_TODO',
      to: 'TASK_STATUS_IN_PROGRESS',
    },
    ago,
  );
  const run = { projectId, taskId, sessionId, stopped: false, task, prompt, latest: started };
  const done = play(log, run, { speed, end, ago });
  return { sessionId, run, done };
}

async function play(log, run, { speed, end, ago }) {
  const { projectId, taskId, sessionId, task, prompt } = run;
  const wait = (ms) => (speed > 0 ? pause(ms / speed) : Promise.resolve());
  const session = (name, data, at = ago) => {
    run.latest = log.append('session', projectId, sessionId, name, { sessionId, taskId, ...data }, at, run.latest);
  };
  session('SessionQueued', {
    phase: 'SESSION_PHASE_IMPLEMENTATION',
    title: task.title,
    prompt,
    requestedBy: me,
  });
  await wait(150);
  session('SessionAdmitted', {});
  await wait(350);
  session('SessionStarted', {
    attempt: 1,
    owner: 'runner-1',
    runtimeSessionId: 'ses_1',
    runtimeMessageId: 'msg_1',
    model: scriptedModel,
  });
  for (const [kind, text, extra, ms] of script(task, end)) {
    if (run.stopped) break;
    const pieces = ms === 0 ? words(text) : [text];
    for (const piece of pieces) {
      if (run.stopped) break;
      await wait(pieces.length > 1 ? 20 : ms);
      log.appendOutput(sessionId, kind, piece, extra, ago);
    }
  }
  if (run.stopped) await wait(150);
  finish(log, run, run.stopped ? 'cancelled' : end, ago === 0 ? 0 : Math.max(1, ago - 47));
}

function finish(log, { projectId, taskId, sessionId, latest }, end, ago) {
  const to = end === 'completed' ? 'TASK_STATUS_AI_REVIEW' : 'TASK_STATUS_TODO';
  const both = (name, data, execution, more = {}) => {
    const spent = { usage, outputChunks: log.outputOf(sessionId).chunks.length };
    const result = { sessionId, taskId, ...spent, ...data };
    const ended = log.append('session', projectId, sessionId, name, result, ago, latest);
    const transition = { taskId, sessionId, from: 'TASK_STATUS_IN_PROGRESS', to, ...more };
    log.append('task', projectId, taskId, execution, transition, ago, ended);
  };
  if (end === 'running') return;
  if (end === 'completed') {
    log.appendOutput(sessionId, 'DONE', 'Done.', {}, ago);
    both(
      'SessionCompleted',
      {
        summary:
          'I added README.md with a short description, how to install and how to run it, and checked that every command in it works.',
      },
      'TaskExecutionCompleted',
    );
  } else if (end === 'failed') {
    const failure = {
      reason: 'model_error',
      message: 'The model’s provider refused the key (401). Set a valid ANTHROPIC_API_KEY and start Podium again.',
    };
    log.appendOutput(sessionId, 'ERROR', failure.message, {}, ago);
    log.appendOutput(sessionId, 'DONE', '', {}, ago);
    both('SessionFailed', { ...failure, failureClass: 'FAILURE_CLASS_NEEDS_PERSON' }, 'TaskExecutionFailed', {
      ...failure,
      retryable: false,
    });
  } else {
    log.appendOutput(sessionId, 'STATUS', 'Stopped by local.', {}, ago);
    log.appendOutput(sessionId, 'DONE', '', {}, ago);
    both('SessionCancelled', { reason: 'stopped' }, 'TaskExecutionStopped');
  }
}

function script(task, end) {
  const part = () => ({ partId: `prt_${randomUUID()}` });
  const tool = (name, text, result, given) => {
    const { partId } = part();
    const called = given ? { data: JSON.stringify({ arguments: given }) } : {};
    const end = JSON.stringify({
      end: { status: 'completed', duration_ms: 700, ...(name === 'bash' ? { exit_code: 0 } : {}) },
    });
    return [
      ['TOOL', text, { tool: name, partId: `${partId}:call`, ...called }, 500],
      ['TOOL_RESULT', result, { tool: name, partId: `${partId}:result`, data: end }, 700],
    ];
  };
  const steps = [
    ['STATUS', 'The agent starts with Demo model (scripted).', {}, 200],
    [
      'REASONING',
      `The task is “${task.title}”. I should look at what is there first, then write the smallest change that does it, and check the result.`,
      part(),
      0,
    ],
    ...tool(
      'list',
      'list .',
      'package.json\nsrc/\nsrc/app.ts\nsrc/server.ts\ntest/\ntest/app.test.ts\n.gitignore\ntsconfig.json\nvite.config.ts\nLICENSE',
    ),
    [
      'TEXT',
      'There is a small TypeScript application here, without a README. I will read its entry point, so that what I write is true.\n',
      part(),
      0,
    ],
    ...tool(
      'read',
      'read src/app.ts',
      'import { createServer } from "./server.ts";\n\nconst port = Number(process.env.PORT ?? 3000);\ncreateServer().listen(port);\nconsole.log(`Listening on ${port}`);',
    ),
    ...tool(
      'write',
      'write README.md',
      '+# Sample\n+\n+A small web server.\n+\n+## Run\n+\n+```sh\n+npm install\n+npm start\n+```',
    ),
    ...tool(
      'bash',
      'bash npm test',
      '> sample@1.0.0 test\n> node --test\n\n✔ answers with a greeting (3.1ms)\n✔ answers 404 elsewhere (0.8ms)\nℹ tests 2\nℹ pass 2\nℹ fail 0',
    ),
    [
      'TEXT',
      'I added README.md with a short description, how to install and how to run it, and checked that every command in it works.\n\nWhat it says:\n- what the application is\n- how to install and start it\n- where the port comes from',
      part(),
      0,
    ],
  ];
  if (end === 'failed') return steps.slice(0, 2);
  if (/huge/i.test(task.title)) {
    const lines = (from) =>
      Array.from({ length: 100 }, (_, index) => `${from + index}: a line of a very long log\n`).join('');
    const extra = part();
    return Array.from({ length: 1000 }, (_, index) => ['TEXT', lines(index * 100), index < 500 ? extra : part(), 5]);
  }
  if (/slow/i.test(task.title))
    return Array.from({ length: 400 }, (_, index) => [
      'TEXT',
      `Line ${index + 1} of a very patient agent that thinks about every word.\n`,
      part(),
      0,
    ]);
  return end === 'running' ? steps.slice(0, 7) : steps;
}
