import type { RecordedFact } from '@podium/proto';
import { taskPriorityName, taskStatusName } from './names.ts';
import { workspaceDetails } from './story-changes.ts';
import { queueDetails } from './story-queue.ts';
import { retryDetails } from './story-retry.ts';
import { taskBelongingsDetails } from './story-task.ts';
import type { StoryDetail } from './story-types.ts';

/** How much of a long text an entry shows. */
const excerptLength = 300;

type Details = Record<string, StoryDetail | undefined>;

/** What is worth knowing of a fact beside its sentence, in snake_case; small whatever the fact holds. */
export function factDetails(fact: RecordedFact): Readonly<Record<string, StoryDetail>> {
  return present(
    taskDetails(fact) ??
      taskBelongingsDetails(fact) ??
      queueDetails(fact) ??
      retryDetails(fact) ??
      sessionDetails(fact) ??
      podDetails(fact) ??
      {},
  );
}

function taskDetails(fact: RecordedFact): Details | undefined {
  switch (fact.type) {
    case 'podium.task.v1.TaskCreated':
      return { title: fact.data.title, priority: taskPriorityName(fact.data.priority) };
    case 'podium.task.v1.TaskEdited': {
      const { title, description, priority } = fact.data;
      return { title, description: excerpt(description), priority: priority && taskPriorityName(priority) };
    }
    case 'podium.task.v1.TaskMoved':
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskExecutionStopped':
      return transition(fact.data);
    case 'podium.task.v1.TaskExecutionStarted':
      return { ...transition(fact.data), prompt: excerpt(fact.data.prompt) };
    case 'podium.task.v1.TaskExecutionFailed': {
      const { reason, message, retryable } = fact.data;
      return { ...transition(fact.data), reason, message, retryable };
    }
    default:
      return undefined;
  }
}

function sessionDetails(fact: RecordedFact): Details | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted': {
      const { attempt, model } = fact.data;
      return { attempt, model: model?.label, scripted: model?.scripted };
    }
    case 'podium.session.v1.SessionTakenOver':
      return { attempt: fact.data.attempt };
    case 'podium.session.v1.SessionStopping':
      return { reason: fact.data.reason };
    case 'podium.session.v1.SessionCompleted':
      return { summary: excerpt(fact.data.summary), ...spent(fact.data) };
    case 'podium.session.v1.SessionFailed':
      return { reason: fact.data.reason, message: fact.data.message, ...spent(fact.data) };
    case 'podium.session.v1.SessionCancelled':
      return { reason: fact.data.reason, ...spent(fact.data) };
    case 'podium.session.v1.PromptAdded':
      return { prompt: excerpt(fact.data.text) };
    case 'podium.session.v1.PromptEdited':
      return { prompt: excerpt(fact.data.text) };
    case 'podium.session.v1.TurnEnded': {
      const { turn, summary, usage } = fact.data;
      return {
        turn,
        summary: excerpt(summary),
        input_tokens: usage?.inputTokens,
        output_tokens: usage?.outputTokens,
        cost_usd: usage?.costUsd,
        ...workspaceDetails(fact.data),
      };
    }
    case 'podium.session.v1.PermissionAsked': {
      const { action, tool, command, diff } = fact.data;
      return { action, tool: tool?.title, command: excerpt(command), diff: excerpt(diff) };
    }
    case 'podium.session.v1.PermissionAnswered':
      return { feedback: fact.data.feedback };
    default:
      return undefined;
  }
}

function podDetails(fact: RecordedFact): Details | undefined {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted': {
      const { generation, runtime, reason } = fact.data;
      return { generation, runtime, reason };
    }
    case 'podium.pod.v1.PodReady': {
      const { generation, version } = fact.data;
      return { generation, version };
    }
    case 'podium.pod.v1.PodFailed': {
      const { generation, reason, message } = fact.data;
      return { generation, reason, message };
    }
    case 'podium.pod.v1.PodExited':
      return { generation: fact.data.generation, message: fact.data.message };
    case 'podium.pod.v1.PodStopped':
      return { generation: fact.data.generation, reason: fact.data.reason };
    default:
      return undefined;
  }
}

type Transition = Extract<RecordedFact, { type: 'podium.task.v1.TaskMoved' }>['data'];

function transition({ from, to }: Pick<Transition, 'from' | 'to'>): Details {
  return { from: taskStatusName(from), to: taskStatusName(to) };
}

type Spending = Extract<RecordedFact, { type: 'podium.session.v1.SessionCompleted' }>['data'];

function spent({ usage, outputChunks }: Pick<Spending, 'usage' | 'outputChunks'>): Details {
  return {
    input_tokens: usage?.inputTokens,
    output_tokens: usage?.outputTokens,
    cost_usd: usage?.costUsd,
    output_chunks: outputChunks,
  };
}

function excerpt(text: string | undefined): string | undefined {
  return text !== undefined && text.length > excerptLength ? `${text.slice(0, excerptLength)}…` : text;
}

function present(details: Details): Record<string, StoryDetail> {
  const isPresent = (entry: [string, StoryDetail | undefined]): entry is [string, StoryDetail] =>
    entry[1] !== undefined;
  return Object.fromEntries(Object.entries(details).filter(isPresent));
}
