import type { TaskView, UndoView } from '@podium/board';
import { TaskPriority, TaskStatus, type RequestType } from '@podium/proto';
import { problemFromError, toProblemDetails, type ProblemDetails } from '@podium/service-kit';
import { gatewayProblems } from '../api/problems.ts';
import type { BulkBody } from '../api/schemas/tasks.ts';
import type { Accepted, Asker, Question } from './ask.ts';
import { partOf, type Intent } from './intent.ts';
import type { LogViews } from './log-views.ts';
import type { Places, RankedCard } from './places.ts';
import type { Ranks } from './ranks.ts';
import { taskPath, undoOfEdit, undoOfMove } from './undo.ts';

/** What became of one of many tasks. */
export interface BulkResult {
  readonly task_id: string;
  readonly status: 'done' | 'unchanged' | 'refused' | 'pending';
  /** The task now; null where it is not there (any more) or nothing is known yet. */
  readonly task: TaskView | null;
  readonly problem: ProblemDetails | null;
  readonly undo: UndoView | null;
}

type TaskQuestion = { [T in RequestType]: Question<T> }[RequestType];

/** Does one thing with many tasks. Each of them goes well or not by itself. */
export class Bulk {
  readonly #asker: Asker;
  readonly #views: LogViews;
  readonly #ranks: Ranks;

  constructor(asker: Asker, views: LogViews, ranks: Ranks) {
    this.#asker = asker;
    this.#views = views;
    this.#ranks = ranks;
  }

  /** Results in the order of the ids, and the position that contains them all. */
  async carryOut(
    projectId: string,
    body: BulkBody,
    intent: Intent,
  ): Promise<{ results: BulkResult[]; position: number | undefined }> {
    const { ranks, others } = await this.#placesFor(projectId, body);
    const room = await this.#makeRoom(projectId, body, others, intent);
    const outcomes = await Promise.all(
      body.task_ids.map((taskId, index) => this.#one({ projectId, taskId, rank: ranks[index] ?? '' }, body, intent)),
    );
    const positions = [...room, ...outcomes.map(({ position }) => position)].filter(
      (position) => position !== undefined,
    );
    return {
      results: outcomes.map(({ result }) => result),
      position: positions.length > 0 ? Math.max(...positions) : undefined,
    };
  }

  /** Cards that are moved together stay in the order in which they were named. */
  async #placesFor(projectId: string, body: BulkBody): Promise<Places> {
    if (body.action !== 'move') return { ranks: [], others: [] };
    return this.#ranks.manyAt(projectId, body.status, body.after_id, body.task_ids);
  }

  /** Cards around the place get other ranks, in the order that they have. Answers the positions of their moves. */
  async #makeRoom(
    projectId: string,
    body: BulkBody,
    others: readonly RankedCard[],
    intent: Intent,
  ): Promise<(number | undefined)[]> {
    if (body.action !== 'move') return [];
    const to = TaskStatus[body.status];
    const asked = others.map(({ id, rank }) => {
      const data = { taskId: id, to, rank, onlyWithin: true };
      return this.#asker.ask(
        { to: { projectId, id }, type: 'podium.task.v1.TaskMoveRequested', data },
        partOf(intent, id),
      );
    });
    return (await Promise.all(asked)).map((accepted) => accepted?.position);
  }

  async #one(
    task: { readonly projectId: string; readonly taskId: string; readonly rank: string },
    body: BulkBody,
    intent: Intent,
  ): Promise<{ result: BulkResult; position: number | undefined }> {
    const { taskId } = task;
    try {
      const question = await this.#question(task, body);
      const accepted = question ? await this.#asker.ask(question, partOf(intent, taskId)) : nothing;
      if (!accepted) return { result: { ...blank(taskId), status: 'pending' }, position: undefined };
      return { result: await this.#result(task, body, accepted), position: accepted.position };
    } catch (error) {
      const problem = toProblemDetails(problemFromError(error, gatewayProblems), taskPath(task.projectId, taskId));
      return { result: { ...blank(taskId), status: 'refused', problem }, position: undefined };
    }
  }

  /** Undefined where there is nothing to ask for. */
  async #question(
    { projectId, taskId, rank }: { readonly projectId: string; readonly taskId: string; readonly rank: string },
    body: BulkBody,
  ): Promise<TaskQuestion | undefined> {
    const to = { projectId, id: taskId };
    switch (body.action) {
      case 'move':
        return { to, type: 'podium.task.v1.TaskMoveRequested', data: { taskId, to: TaskStatus[body.status], rank } };
      case 'archive':
        return { to, type: 'podium.task.v1.TaskArchiveRequested', data: { taskId } };
      case 'unarchive':
        return { to, type: 'podium.task.v1.TaskUnarchiveRequested', data: { taskId } };
      case 'delete':
        return { to, type: 'podium.task.v1.TaskDeleteRequested', data: { taskId } };
      case 'restore':
        return { to, type: 'podium.task.v1.TaskRestoreRequested', data: { taskId } };
      case 'priority': {
        const data = { taskId, priority: TaskPriority[body.priority], seenVersion: 0 };
        return { to, type: 'podium.task.v1.TaskEditRequested', data };
      }
      case 'label': {
        const task = await this.#views.task(projectId, taskId);
        const names = relabelled(task?.labels ?? [], body);
        // Someone else's labels of this very moment are not lost: the edit is refused then.
        const data = { taskId, properties: { labels: { names } }, seenVersion: task?.version ?? 0 };
        return { to, type: 'podium.task.v1.TaskEditRequested', data };
      }
    }
  }

  async #result(
    { projectId, taskId }: { readonly projectId: string; readonly taskId: string },
    body: BulkBody,
    { facts, position }: Accepted,
  ): Promise<BulkResult> {
    const { before, after } = await this.#views.taskChange(projectId, taskId, facts, position);
    const isDone = facts.length > 0;
    const undo = isDone ? undoOf(body.action, { projectId, taskId, before, after }) : null;
    return { ...blank(taskId), status: isDone ? 'done' : 'unchanged', task: after, undo };
  }
}

const nothing: Accepted = { facts: [], position: undefined };

function blank(taskId: string): BulkResult {
  return { task_id: taskId, status: 'unchanged', task: null, problem: null, undo: null };
}

function undoOf(
  action: BulkBody['action'],
  task: { projectId: string; taskId: string; before: TaskView | null; after: TaskView | null },
): UndoView | null {
  const path = taskPath(task.projectId, task.taskId);
  const { before, after } = task;
  switch (action) {
    case 'move':
      return before && after && undoOfMove(before, after);
    case 'label':
    case 'priority':
      return before && after && undoOfEdit(before, after);
    case 'archive':
      return { method: 'POST', path: `${path}/unarchive` };
    case 'unarchive':
      return { method: 'POST', path: `${path}/archive` };
    case 'delete':
      return { method: 'POST', path: `${path}/restore` };
    case 'restore':
      return { method: 'DELETE', path };
  }
}

function relabelled(
  labels: readonly string[],
  { add_labels: add = [], remove_labels: remove = [] }: Extract<BulkBody, { action: 'label' }>,
): string[] {
  const gone = new Set(remove.map((label) => label.toLowerCase()));
  return [...labels.filter((label) => !gone.has(label.toLowerCase())), ...add];
}
