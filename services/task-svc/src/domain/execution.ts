import { fact, reject, type NewFact, type Rejected } from '@podium/event-sourcing';
import { TaskStatus } from '@podium/proto';
import type { EndExecution, ExecuteTask } from './commands.ts';
import { promptProblem } from './rules.ts';
import type { LiveTask, TaskState } from './task.ts';

type Decision = readonly NewFact[] | Rejected;

/** Puts an agent to work on a task in TODO. One session at a time. */
export function executeTask(state: TaskState, command: ExecuteTask): Decision {
  if (state.kind !== 'live') return reject('task_not_found', 'There is no such task.');
  if (state.activeSessionId) return reject('session_active', 'An agent works on this task already.');
  if (state.status !== TaskStatus.TODO) {
    return reject('illegal_transition', 'Only a task in To do can be executed. Move the card back to To do first.');
  }
  const prompt = command.prompt?.trim() || defaultPrompt(state);
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
    }),
  ];
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
