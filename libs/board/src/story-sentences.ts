import { PermissionAnswer, type RecordedFact } from '@podium/proto';
import { permissionWords } from './gate.ts';
import { taskStatusName } from './names.ts';
import { conversationSentence, conversationWishes } from './story-conversation.ts';
import { memberSentence, memberWishes } from './story-members.ts';
import { queueSentence, queueWishes } from './story-queue.ts';
import { retrySentence, retryWishes } from './story-retry.ts';
import { boardSettingsSentence, editSentence, taskBelongingsSentence, taskWishes } from './story-task.ts';
import type { TaskStatusName } from './task-view.ts';

/** What people call the columns. */
export const columns: Readonly<Record<TaskStatusName, string>> = {
  TODO: 'To do',
  PLANNING: 'Planning',
  PLANNING_REVIEW: 'Planning review',
  IN_PROGRESS: 'In progress',
  AI_REVIEW: 'AI review',
  HUMAN_REVIEW: 'Human review',
  DONE: 'Done',
};

/** What happened, in one sentence. `who` begins the sentences about what someone did. */
export function factSentence(fact: RecordedFact, who: string): string {
  return (
    projectSentence(fact, who) ??
    boardSettingsSentence(fact, who) ??
    memberSentence(fact, who) ??
    conversationSentence(fact, who) ??
    taskSentence(fact, who) ??
    taskBelongingsSentence(fact, who) ??
    queueSentence(fact, who) ??
    retrySentence(fact, who) ??
    sessionSentence(fact, who) ??
    podSentence(fact) ??
    words(fact.type)
  );
}

function projectSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.project.v1.ProjectCreated':
      return `${who} created the project “${fact.data.name}”`;
    case 'podium.project.v1.ProjectEdited':
      return `${who} edited the project`;
    case 'podium.project.v1.ProjectDeleted':
      return `${who} deleted the project`;
    default:
      return undefined;
  }
}

function taskSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskCreated':
      return `${who} created the task “${fact.data.title}”`;
    case 'podium.task.v1.TaskEdited':
      return editSentence(fact.data, who);
    case 'podium.task.v1.TaskMoved':
      return fact.data.from === fact.data.to
        ? `${who} moved the card within ${columnOf(fact.data.to)}`
        : `${who} moved the card from ${columnOf(fact.data.from)} to ${columnOf(fact.data.to)}`;
    case 'podium.task.v1.TaskDeleted':
      return `${who} deleted the task`;
    case 'podium.task.v1.TaskExecutionStarted':
      // No service executes a task but for a person who wanted it to begin by itself.
      return fact.actor.startsWith('service:')
        ? 'The task began by itself: what it waited for is done'
        : `${who} executed the task`;
    case 'podium.task.v1.TaskExecutionCompleted':
      return `The work is done: the card went to ${columnOf(fact.data.to)}`;
    case 'podium.task.v1.TaskExecutionFailed':
      return `The work failed: the card went back to ${columnOf(fact.data.to)}`;
    case 'podium.task.v1.TaskExecutionStopped':
      return `The work was stopped: the card went back to ${columnOf(fact.data.to)}`;
    default:
      return undefined;
  }
}

function sessionSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
      return 'The session waits for a free slot';
    case 'podium.session.v1.SessionAdmitted':
      return 'The session has a slot; its pod is being made ready';
    case 'podium.session.v1.SessionStarted': {
      const model = fact.data.model ? ` with ${fact.data.model.label}` : '';
      return fact.data.attempt > 1 ? `The agent started again${model}` : `The agent started${model}`;
    }
    case 'podium.session.v1.SessionRecovered':
      return 'Nobody worked on the session any more: it was handed out again';
    case 'podium.session.v1.RuntimeSessionCleaned':
      return fact.data.problem === 'ended'
        ? 'An agent was still at work after its session had ended: it was stopped'
        : 'A conversation that no session knew of was removed from the pod';
    case 'podium.session.v1.SessionTakenOver':
      return 'Another runner took the session over';
    case 'podium.session.v1.SessionStopping':
      return fact.data.reason === 'project_deleted'
        ? 'The project was deleted: the agent is to stop'
        : `${who} asked the agent to stop`;
    case 'podium.session.v1.SessionCompleted':
      return 'The agent finished';
    case 'podium.session.v1.SessionFailed':
      return `The agent failed: ${fact.data.message}`;
    case 'podium.session.v1.SessionCancelled':
      return fact.data.reason === 'project_deleted' ? 'The session ended with its project' : 'The session was stopped';
    default:
      return gateSentence(fact, who);
  }
}

function gateSentence(fact: RecordedFact, who: string): string | undefined {
  switch (fact.type) {
    case 'podium.session.v1.PermissionAsked':
      return `The agent asks to ${permissionWords(fact.data)}`;
    case 'podium.session.v1.QuestionAsked':
      return `The agent asks: ${fact.data.questions.map(({ text }) => text).join(' ')}`;
    case 'podium.session.v1.PermissionAnswered':
      return `${who} ${permissionVerbs[fact.data.answer]}`;
    case 'podium.session.v1.QuestionAnswered':
      return `${who} answered: ${fact.data.answers.map(({ choices }) => choices.join(', ')).join('; ')}`;
    case 'podium.session.v1.GateClosed':
      return 'The agent does not wait for that any more';
    default:
      return undefined;
  }
}

const permissionVerbs: Record<PermissionAnswer, string> = {
  [PermissionAnswer.UNSPECIFIED]: 'answered',
  [PermissionAnswer.ONCE]: 'allowed it once',
  [PermissionAnswer.ALWAYS]: 'allowed it from now on',
  [PermissionAnswer.REJECT]: 'refused it',
};

function podSentence(fact: RecordedFact): string | undefined {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted':
      return 'The pod is being started';
    case 'podium.pod.v1.PodProvisioningProgressed':
      return `The pod is being started: ${fact.data.message}`;
    case 'podium.pod.v1.PodReady':
      return 'The pod is ready';
    case 'podium.pod.v1.PodFailed':
      return `The pod failed: ${fact.data.message}`;
    case 'podium.pod.v1.PodExited':
      return `The pod ended by itself: ${fact.data.message}`;
    case 'podium.pod.v1.PodStopped':
      return fact.data.reason === 'idle' ? 'The pod was put to rest: nobody needed it' : 'The pod was put to rest';
    case 'podium.pod.v1.PodDeleted':
      return 'The pod and its workspace were deleted';
    case 'podium.pod.v1.PodCleaned':
      return `The pod was put in order: ${fact.data.message}`;
    default:
      return undefined;
  }
}

/** What someone wants who sends a request. */
const wishes: Readonly<Record<string, string>> = {
  ...queueWishes,
  ...conversationWishes,
  ...retryWishes,
  ...taskWishes,
  ...memberWishes,
  TaskCreateRequested: 'create the task',
  TaskEditRequested: 'edit the task',
  TaskMoveRequested: 'move the card',
  TaskDeleteRequested: 'delete the task',
  TaskExecuteRequested: 'execute the task',
  SessionStopRequested: 'stop the agent',
  PermissionAnswerRequested: 'answer what the agent wants to do',
  QuestionAnswerRequested: 'answer the agent’s questions',
  SessionRunRequested: 'run the session',
  PodProvisionRequested: 'have the pod ready',
};

/** What was asked for, in one sentence. @param type full name of the request */
export function requestSentence(type: string, who: string): string {
  return `${who} asked to ${wishOf(type)}`;
}

/** That a request was refused, and why, in one sentence. @param type full name of the request */
export function refusalSentence(type: string, who: string, detail: string): string {
  return `${who} asked to ${wishOf(type)} and was refused: ${detail}`;
}

function wishOf(type: string): string {
  const name = type.slice(type.lastIndexOf('.') + 1);
  return wishes[name] ?? `do “${words(type.replace(/Requested$/, ''))}”`;
}

function columnOf(status: Parameters<typeof taskStatusName>[0]): string {
  return columns[taskStatusName(status)];
}

/** `podium.task.v1.PlanApproved` -> `Plan approved`: for messages of a newer writer. */
function words(type: string): string {
  const [first = '', ...rest] = type.slice(type.lastIndexOf('.') + 1).split(/(?=[A-Z])/);
  return [first, ...rest.map((word) => word.toLowerCase())].join(' ');
}
