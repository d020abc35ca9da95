import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import { TaskStatus } from '@podium/proto';
import type { EndExecution, ExecuteTask } from './commands.ts';
import { promptProblem } from './rules.ts';
import type { LiveTask, TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

/** What the agent is told that goes on where it was, where nobody says anything else. */
const continuingPrompt = 'Go on where you stopped, until the task is done.';

/** Columns in which a session that has ended can be gone on with. */
const continuable: ReadonlySet<TaskStatus> = new Set([
  TaskStatus.TODO,
  TaskStatus.AI_REVIEW,
  TaskStatus.HUMAN_REVIEW,
  TaskStatus.DONE,
]);

/** Puts an agent to work on a task in TODO, or lets one go on with an earlier session. One session at a time. */
export function executeTask(state: TaskState, command: ExecuteTask): Decision {
  if (state.kind !== 'live') return reject('task_not_found', 'There is no such task.');
  if (state.activeSessionId) return reject('session_active', 'An agent works on this task already.');
  const refusal = columnProblem(state, command);
  if (refusal) return refusal;
  const { options, continues } = command;
  const prompt = command.prompt?.trim() || (continues ? continuingPrompt : defaultPrompt(state));
  const problem = promptProblem(prompt);
  if (problem) return reject('invalid', problem);
  return [
    fact('podium.task.v1.TaskExecutionStarted', {
      taskId: command.taskId,
      sessionId: command.sessionId,
      title: state.title,
      prompt,
      priority: state.priority,
      from: state.status,
      to: TaskStatus.IN_PROGRESS,
      ...(options ? { options } : {}),
      ...(continues ? { continues } : {}),
    }),
  ];
}

function columnProblem(task: LiveTask, { continues }: ExecuteTask): Rejected | undefined {
  if (continues && !task.sessionIds.includes(continues.sessionId)) {
    return reject('session_not_found', 'The task has no such session.');
  }
  if (task.status === TaskStatus.TODO || (continues && continuable.has(task.status))) return undefined;
  return continues
    ? reject('illegal_transition', 'An agent can go on from To do, from the reviews and from Done only.')
    : reject('illegal_transition', 'Only a task in To do can be executed. Move the card back to To do first.');
}

/** Takes the end of a session into the task. Ends of sessions that no longer hold the task are ignored. */
export function endExecution(state: TaskState, command: EndExecution): Decision {
  if (state.kind !== 'live' || state.activeSessionId !== command.sessionId) return [];
  const { taskId, sessionId, ending } = command;
  const from = state.status;
  switch (ending.kind) {
    case 'completed':
      return [fact('podium.task.v1.TaskExecutionCompleted', { taskId, sessionId, from, to: TaskStatus.AI_REVIEW })];
    case 'stopped':
      return [fact('podium.task.v1.TaskExecutionStopped', { taskId, sessionId, from, to: TaskStatus.TODO })];
    case 'failed': {
      const { reason, message, retryable } = ending;
      return [
        fact('podium.task.v1.TaskExecutionFailed', {
          taskId,
          sessionId,
          reason,
          message,
          retryable,
          from,
          to: TaskStatus.TODO,
        }),
      ];
    }
  }
}

/** The title, and below it the description where there is one. */
export function defaultPrompt(task: Pick<LiveTask, 'title' | 'description'>): string {
  return task.description.trim() ? `${task.title}\n\n${task.description}` : task.title;
}
