import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TaskView, UndoView } from '@podium/board';
import { openDoor, type Door } from './door.ts';
import { TestBoard, withoutPlace } from './test-board.ts';

let door: Door;
let on: TestBoard;

beforeAll(async () => {
  door = await openDoor();
  on = await TestBoard.create(door);
});
afterAll(() => door.close());

describe('leaving the board', () => {
  it('archives and brings back, to the same place', async () => {
    on = await TestBoard.create(door);
    const [first, second] = [await on.newTask({ title: 'first' }), await on.newTask({ title: 'second' })];
    const archived = await on.send('POST', `${first.id}/archive`);
    expect(archived.archived_at).not.toBeNull();
    expect(await on.titles()).toEqual(['second']);
    expect(await door.ok('GET', on.project)).toMatchObject({ task_counts: { TODO: 1 } });
    expect(await door.ok('GET', `${on.project}/tasks?archived=true`)).toMatchObject({
      total_count: 1,
      tasks: [{ id: first.id }],
    });
    expect(await door.ok('GET', `${on.project}/tasks`)).toMatchObject({ total_count: 1, tasks: [{ id: second.id }] });
    expect(await door.call('PATCH', `${on.project}/tasks/${first.id}/move`, { status: 'TODO' })).toMatchObject({
      status: 409,
      body: { code: 'task_archived' },
    });
    expect(await door.call('POST', `${on.project}/tasks/${first.id}/execute`, {})).toMatchObject({ status: 409 });
    const then = await door.ok('GET', `${on.project}/board?at=${archived.position}`);
    expect((then['tasks'] as TaskView[]).map(({ title }) => title)).toEqual(['second']);
    await on.undo(archived);
    expect(await on.titles()).toEqual(['first', 'second']);
    const before = await door.ok('GET', `${on.project}/board?at=${second.position}`);
    expect(before['tasks']).toHaveLength(2);
  });

  it('deletes and restores with everything that belonged to it', async () => {
    const other = await on.newTask({ title: 'other' });
    const task = await on.newTask({ title: 'Precious', labels: ['x'], checklist: [{ id: 'a', text: 'b' }] });
    await on.send('POST', `${task.id}/comments`, { text: 'Hello' });
    const full = await on.send('POST', `${task.id}/dependencies`, { task_id: other.id });
    await door.ok('DELETE', `${on.project}/tasks/${task.id}`);
    expect((await door.call('GET', `${on.project}/tasks/${task.id}`)).status).toBe(404);
    expect(await on.titles()).not.toContain('Precious');
    const restored = await on.send('POST', `${task.id}/restore`);
    expect(withoutPlace(restored)).toEqual(withoutPlace(full));
    expect((await on.view()).tasks.find(({ id }) => id === task.id)).toMatchObject({
      depends_on: [other.id],
      comment_count: 1,
    });
    expect(await door.ok('GET', `${on.project}/tasks/${task.id}/comments`)).toMatchObject({ total_count: 1 });
    expect((await door.call('POST', `${on.project}/tasks/never/restore`)).status).toBe(404);
  });

  it('copies what a task says, not what happened to it', async () => {
    const task = await on.newTask({
      title: 'x'.repeat(200),
      labels: ['l'],
      checklist: [{ id: 'a', text: 'b', done: true }],
    });
    const copy = await on.send('POST', `${task.id}/duplicate`);
    expect(copy).toMatchObject({ labels: ['l'], checklist: [{ text: 'b', done: false }], status: 'TODO' });
    expect(copy.title).toMatch(/ \(copy\)$/);
    expect(copy.title).toHaveLength(200);
    expect(copy.id).not.toBe(task.id);
    await door.ok(copy.undo?.method ?? '', copy.undo?.path ?? '');
    expect((await door.call('GET', `${on.project}/tasks/${copy.id}`)).status).toBe(404);
  });
});

describe('places in a column', () => {
  beforeAll(async () => {
    on = await TestBoard.create(door);
    for (const title of ['a', 'b', 'c', 'd']) await on.newTask({ title });
  });

  it('are behind another card, an index, or back where the card was', async () => {
    const { tasks } = await on.view();
    const id = (title: string) => tasks.find((task) => task.title === title)?.id ?? '';
    await on.send('PATCH', `${id('a')}/move`, { status: 'TODO', after_id: id('c') });
    expect(await on.titles()).toEqual(['b', 'c', 'a', 'd']);
    const moved = await on.send('PATCH', `${id('d')}/move`, { status: 'TODO', after_id: null });
    expect(await on.titles()).toEqual(['d', 'b', 'c', 'a']);
    await on.undo(moved);
    expect(await on.titles()).toEqual(['b', 'c', 'a', 'd']);
    await on.send('PATCH', `${id('d')}/move`, { status: 'TODO', position: 1 });
    expect(await on.titles()).toEqual(['b', 'd', 'c', 'a']);
    await on.send('PATCH', `${id('d')}/move`, { status: 'TODO' });
    expect(await on.titles()).toEqual(['b', 'c', 'a', 'd']);
    const nonsense = { status: 'TODO', rank: 'zz' };
    expect((await door.call('PATCH', `${on.project}/tasks/${id('d')}/move`, nonsense)).status).toBe(422);
  });

  it('are right when many move at once to the same place', async () => {
    const { tasks } = await on.view();
    const [anchor, ...others] = tasks;
    await Promise.all(others.map(({ id }) => on.send('PATCH', `${id}/move`, { status: 'TODO', after_id: anchor?.id })));
    const tied = (await on.view()).tasks;
    expect(tied[0]?.id).toBe(anchor?.id);
    const [, second, third, last] = tied;
    await on.send('PATCH', `${last?.id}/move`, { status: 'TODO', after_id: second?.id });
    expect((await on.view()).tasks.map(({ id }) => id)).toEqual([anchor?.id, second?.id, last?.id, third?.id]);
  });

  it('can always be taken back, also across columns', async () => {
    const task = await on.newTask({ title: 'There and back' });
    for (const status of ['IN_PROGRESS', 'AI_REVIEW', 'HUMAN_REVIEW', 'DONE']) {
      const moved = await on.send('PATCH', `${task.id}/move`, { status });
      const back = await on.undo(moved);
      expect(back.status).not.toBe(status);
      await on.send('PATCH', `${task.id}/move`, { status });
    }
    expect(await door.call('PATCH', `${on.project}/tasks/${task.id}/move`, { status: 'AI_REVIEW' })).toMatchObject({
      status: 422,
      body: { code: 'illegal_transition' },
    });
  });
});

describe('many tasks at once', () => {
  it('each go well or not by themselves, and each can be undone', async () => {
    on = await TestBoard.create(door);
    const ids: string[] = [];
    for (const title of ['a', 'b', 'c']) ids.push((await on.newTask({ title, labels: ['old'] })).id);
    const bulk = async (body: Record<string, unknown>) =>
      (await door.ok('POST', `${on.project}/tasks/bulk`, { task_ids: ids, ...body }))['results'] as {
        status: string;
        task: TaskView | null;
        problem: { code: string } | null;
        undo: UndoView | null;
      }[];
    const labelled = await bulk({ action: 'label', add_labels: ['new'], remove_labels: ['OLD'] });
    expect(labelled.map(({ task }) => task?.labels)).toEqual([['new'], ['new'], ['new']]);
    await on.send('PATCH', `${ids[1]}/move`, { status: 'IN_PROGRESS' });
    const moved = await bulk({ action: 'move', status: 'AI_REVIEW' });
    expect(moved.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      'illegal_transition',
      'done',
      'illegal_transition',
    ]);
    await bulk({ action: 'move', status: 'TODO' });
    expect(await on.titles()).toEqual(['a', 'b', 'c']);
    const deleted = await bulk({ action: 'delete', task_ids: [...ids, 'nobody'] });
    expect(deleted.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'refused']);
    expect(await on.titles()).toEqual([]);
    for (const { undo: way } of deleted) if (way) await door.ok(way.method, way.path, way.body);
    expect(await on.titles()).toEqual(['a', 'b', 'c']);
    expect((await bulk({ action: 'priority', priority: 'MEDIUM' })).map(({ status }) => status)).toEqual(
      ids.map(() => 'unchanged'),
    );
    expect((await door.call('POST', `${on.project}/tasks/bulk`, { action: 'move', task_ids: ids })).status).toBe(422);
  });
});

describe('finding tasks', () => {
  it('by text, label, priority, assignee, status and what waits', async () => {
    on = await TestBoard.create(door);
    await on.newTask({ title: '100% done_ish', labels: ['Bug'], priority: 'HIGH', assignee: 'user:owner' });
    const review = await on.newTask({ title: 'Look at me', description: 'Find the NEEDLE' });
    await on.newTask({ title: 'Else', labels: ['idea'], priority: 'LOW', assignee: 'user:ann' });
    for (const status of ['IN_PROGRESS', 'AI_REVIEW']) await on.send('PATCH', `${review.id}/move`, { status });
    const find = async (query: string): Promise<string[]> => {
      const answer = await door.ok('GET', `${on.project}/tasks?${query}`);
      const tasks = answer['tasks'] as TaskView[];
      expect(answer['total_count']).toBe(tasks.length);
      return tasks.map(({ title }) => title);
    };
    expect(await find('text=needle')).toEqual(['Look at me']);
    expect(await find('text=%25')).toEqual(['100% done_ish']);
    expect(await find('text=d_ne')).toEqual([]);
    expect(await find('label=bug&label=IDEA')).toEqual(['100% done_ish', 'Else']);
    expect(await find('priority=HIGH&priority=LOW')).toEqual(['100% done_ish', 'Else']);
    expect(await find('assignee=user:ann')).toEqual(['Else']);
    expect(await find('assignee=none')).toEqual(['Look at me']);
    expect(await find('status=AI_REVIEW')).toEqual(['Look at me']);
    expect(await find('has_failure=true')).toEqual([]);
    expect(await find('waits_for_me=true')).toEqual(['Look at me']);
    expect(await find('waits_for_me=false&text=done')).toEqual(['100% done_ish']);
    expect((await door.call('GET', `${on.project}/tasks?priority=SOMETIMES`)).status).toBe(422);
  });
});

describe('what the board remembers', () => {
  it('limits of columns, templates and views, each of which can be undone', async () => {
    on = await TestBoard.create(door);
    const limited = await door.ok('PATCH', on.project, { wip_limits: { IN_PROGRESS: 3, AI_REVIEW: 2 } });
    expect(limited['wip_limits']).toEqual({ IN_PROGRESS: 3, AI_REVIEW: 2 });
    expect(await on.undo(limited)).toMatchObject({ wip_limits: {} });
    expect((await door.call('PATCH', on.project, { wip_limits: { DONE: 0 } })).status).toBe(422);

    const template = { name: 'Bug', title: 'Fix: ', description: 'Steps', priority: 'HIGH', labels: ['bug'] };
    const saved = await door.ok('PUT', `${on.project}/templates/bug`, template);
    expect(saved['templates']).toEqual([{ id: 'bug', ...template, title: 'Fix:' }]);
    const task = await on.newTask({ template_id: 'bug' });
    expect(task).toMatchObject({ title: 'Fix:', description: 'Steps', priority: 'HIGH', labels: ['bug'] });
    expect(await on.newTask({ template_id: 'bug', title: 'Mine', labels: [] })).toMatchObject({
      title: 'Mine',
      labels: [],
    });
    expect((await door.call('POST', `${on.project}/tasks`, { template_id: 'none' })).status).toBe(404);
    const again = await door.ok('PUT', `${on.project}/templates/bug`, { ...template, name: 'Defect' });
    expect(await on.undo(again)).toMatchObject({ templates: [{ name: 'Bug' }] });
    const gone = await door.ok('DELETE', `${on.project}/templates/bug`);
    expect(gone['templates']).toEqual([]);
    expect(await on.undo(gone)).toMatchObject({ templates: [{ name: 'Bug' }] });

    const view = await door.ok('PUT', `${on.project}/views/mine`, { name: 'Mine', query: 'assignee=user:owner' });
    expect(view['saved_views']).toEqual([{ id: 'mine', name: 'Mine', query: 'assignee=user:owner' }]);
    expect(await on.undo(view)).toMatchObject({ saved_views: [] });
    expect((await on.view()).project).toMatchObject({ templates: [{ name: 'Bug' }], saved_views: [] });
    expect((await door.call('PUT', `${on.project}/views/NO_ID`, { name: 'x' })).status).toBe(422);
  });
});
