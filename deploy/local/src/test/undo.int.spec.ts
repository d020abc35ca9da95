import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BoardView, CommentView, ProjectView, TaskView, UndoView } from '@podium/board';
import fc from 'fast-check';
import { openDoor, type Door } from './door.ts';
import { TestBoard } from './test-board.ts';

let door: Door;

beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const statuses = ['TODO', 'IN_PROGRESS', 'AI_REVIEW', 'HUMAN_REVIEW', 'DONE'] as const;
const bodies: readonly Record<string, unknown>[] = [
  { title: 'Other title' },
  { description: 'Other text', priority: 'URGENT' },
  { labels: ['one', 'two'] },
  { labels: [], due_on: '2027-01-01' },
  { assignee: 'user:owner', auto_start: true },
  { checklist: [{ id: 'x', text: 'X' }] },
  { checklist: [], assignee: null, due_on: null },
];

type Step = readonly [kind: number, which: number, other: number];
interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Some change that the API may take or refuse. Paths are below the project. */
function requestOf([kind, which, other]: Step, ids: readonly string[], commentId: string): Request {
  const one = ids[which % ids.length] ?? '';
  const two = ids[other % ids.length] ?? '';
  const task = `/tasks/${one}`;
  const requests: readonly Request[] = [
    { method: 'PATCH', path: task, body: bodies[other % bodies.length] },
    { method: 'PATCH', path: `${task}/move`, body: { status: statuses[other % 5] } },
    { method: 'PATCH', path: `${task}/move`, body: { status: 'TODO', after_id: other % 4 === 0 ? null : two } },
    { method: 'PATCH', path: `${task}/checklist/x`, body: { done: other % 2 === 0 } },
    { method: 'POST', path: `${task}/archive` },
    { method: 'POST', path: `${task}/unarchive` },
    { method: 'POST', path: `${task}/restore` },
    { method: 'POST', path: `${task}/duplicate` },
    { method: 'POST', path: `${task}/dependencies`, body: { task_id: two } },
    { method: 'DELETE', path: `${task}/dependencies/${two}` },
    { method: 'POST', path: `${task}/comments`, body: { text: `Comment ${other}` } },
    { method: 'PATCH', path: `${task}/comments/${commentId}`, body: { text: `Edited ${other}` } },
    { method: 'DELETE', path: `${task}/comments/${commentId}` },
    { method: 'PATCH', path: '', body: { wip_limits: { TODO: 1 + (other % 9) }, name: `Board ${which}` } },
    { method: 'PUT', path: `/templates/t${which % 2}`, body: { name: `Template ${other % 3}` } },
    { method: 'DELETE', path: `/templates/t${which % 2}` },
    { method: 'PUT', path: `/views/v${which % 2}`, body: { name: `View ${other % 3}` } },
    {
      method: 'POST',
      path: '/tasks/bulk',
      body: { action: 'label', task_ids: [one, two], add_labels: [`bulk ${other % 3}`] },
    },
    { method: 'POST', path: '/tasks/bulk', body: { action: 'move', task_ids: ids, status: statuses[other % 5] } },
    { method: 'POST', path: '/tasks/bulk', body: { action: 'delete', task_ids: [one, two] } },
  ];
  return requests[kind % requests.length] ?? { method: 'POST', path: `${task}/archive` };
}

/** The ways back that an answer has. A deletion says nothing: its way back is always the same. */
function waysBack({ method, path }: Request, project: string, body: Record<string, unknown>): UndoView[] {
  if (method === 'DELETE' && /^\/tasks\/[^/]+$/.test(path))
    return [{ method: 'POST', path: `${project}${path}/restore` }];
  const results = body['results'] as { undo: UndoView | null }[] | undefined;
  return (results ?? [body as { undo?: UndoView | null }]).flatMap(({ undo }) => undo ?? []);
}

/** What people see, without what says when and how often something happened. */
function seen({ project, tasks }: BoardView, comments: readonly CommentView[]): unknown {
  const plain = ({ position: _, updated_at: __, ...view }: ProjectView) => view;
  return {
    project: { ...plain(project), templates: byId(project.templates), saved_views: byId(project.saved_views) },
    tasks: tasks.map(
      ({ version: _, position: __, updated_at: ___, status_since: ____, depends_on, ...task }: TaskView) => ({
        ...task,
        depends_on: depends_on.toSorted(),
      }),
    ),
    comments: comments.map(({ position: _, edited_at: __, ...comment }) => comment),
  };
}

function byId<Item extends { id: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

describe('undo', () => {
  it('of everything, newest first, leads back to where it began', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 10, maxLength: 40 }),
        async (steps) => {
          const on = await TestBoard.create(door);
          const ids: string[] = [];
          for (const title of ['a', 'b', 'c', 'd']) {
            ids.push((await on.newTask({ title, checklist: [{ id: 'x', text: 'X' }] })).id);
          }
          const first = `${on.project}/tasks/${ids[0]}/comments`;
          const commentId = String((await door.ok('POST', first, { text: 'First' }))['id']);
          const look = async () =>
            seen(await on.view(), (await door.ok('GET', first))['comments'] as unknown as CommentView[]);
          const before = await look();

          const ways: UndoView[] = [];
          for (const step of steps) {
            const request = requestOf(step, ids, commentId);
            const { status, body } = await door.call(request.method, `${on.project}${request.path}`, request.body);
            expect(status).toBeLessThan(500);
            if (status < 300) ways.push(...waysBack(request, on.project, body));
          }
          for (const { method, path, body } of ways.reverse()) await door.ok(method, path, body);
          expect(await look()).toEqual(before);
        },
      ),
      { numRuns: 12, interruptAfterTimeLimit: 40_000 },
    ));
});
