import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CommentView } from '@podium/board';
import { eventually } from '@podium/testing';
import { openDoor, type Door } from './door.ts';
import { TestBoard, withoutPlace } from './test-board.ts';

let door: Door;
let on: TestBoard;

beforeAll(async () => {
  door = await openDoor();
  on = await TestBoard.create(door);
});
afterAll(() => door.close());

describe('properties of a task', () => {
  it('are set at its creation, edited one by one, and each edit can be undone', async () => {
    const created = await on.newTask({
      title: 'Properties',
      labels: [' bug ', 'Bug', 'two  words'],
      assignee: 'user:owner',
      due_on: '2028-02-29',
      auto_start: true,
      checklist: [{ text: 'one' }, { id: 'b', text: 'two', done: true }],
    });
    expect(created).toMatchObject({
      labels: ['bug', 'two words'],
      assignee: 'user:owner',
      due_on: '2028-02-29',
      auto_start: true,
      checklist: [
        { text: 'one', done: false },
        { id: 'b', text: 'two', done: true },
      ],
      depends_on: [],
      attachments: [],
      comment_count: 0,
      archived_at: null,
    });
    const edited = await on.send('PATCH', created.id, { labels: [], assignee: null, due_on: null, title: 'Renamed' });
    expect(edited).toMatchObject({ title: 'Renamed', labels: [], assignee: null, due_on: null, auto_start: true });
    expect(edited.undo).toMatchObject({ method: 'PATCH', body: { title: 'Properties', due_on: '2028-02-29' } });
    expect(withoutPlace(await on.undo(edited))).toEqual(withoutPlace(created));
    expect((await on.view()).tasks.find(({ id }) => id === created.id)).toMatchObject({ labels: ['bug', 'two words'] });
  });

  it('are in conflict only with themselves', async () => {
    const task = await on.newTask();
    const path = `${on.project}/tasks/${task.id}`;
    await door.ok('PATCH', path, { title: 'Mine', seen_version: task.version });
    expect(
      await on.send('PATCH', task.id, { priority: 'HIGH', labels: ['x'], seen_version: task.version }),
    ).toMatchObject({
      title: 'Mine',
      priority: 'HIGH',
    });
    const stale = await door.call('PATCH', path, { title: 'Yours', description: 'x', seen_version: task.version });
    expect(stale).toMatchObject({ status: 409, body: { code: 'stale_edit' } });
    expect(stale.body['detail']).toContain('title');
    expect(stale.body['detail']).not.toContain('description');
  });

  it('that are wrong are refused with the field, and nothing is lost', async () => {
    const task = await on.newTask({ title: 'Kept', labels: ['kept'] });
    for (const [body, path] of [
      [{ due_on: '2027-02-29' }, 'due_on'],
      [{ due_on: 'tomorrow' }, 'due_on'],
      [{ labels: ['x'.repeat(51)] }, 'labels.0'],
      [{ labels: Array.from({ length: 21 }, (_, index) => `l${index}`) }, 'labels'],
      [{ assignee: 'somebody' }, 'assignee'],
      [{ checklist: Array.from({ length: 101 }, () => ({ text: 'x' })) }, 'checklist'],
      [
        {
          checklist: [
            { id: 'a', text: 'x' },
            { id: 'a', text: 'y' },
          ],
        },
        'checklist',
      ],
      [{ title: '' }, 'title'],
    ] as const) {
      const answer = await door.call('PATCH', `${on.project}/tasks/${task.id}`, body);
      expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed', errors: [{ path }] } });
    }
    expect(await door.ok('GET', `${on.project}/tasks/${task.id}`)).toMatchObject({ version: 1, labels: ['kept'] });
  });

  it('keep every tick of a checklist, whoever ticks at the same moment', async () => {
    const checklist = Array.from({ length: 10 }, (_, index) => ({ id: `i${index}`, text: `Step ${index}` }));
    const task = await on.newTask({ title: 'Ticks', checklist });
    const ticks = await Promise.all(
      checklist.map(({ id }) => on.send('PATCH', `${task.id}/checklist/${id}`, { done: true })),
    );
    const now = await door.ok('GET', `${on.project}/tasks/${task.id}`);
    expect((now['checklist'] as { done: boolean }[]).every(({ done }) => done)).toBe(true);
    const undone = await on.undo(ticks[3] ?? { undo: null });
    expect(undone.checklist.filter(({ done }) => !done).map(({ id }) => id)).toEqual(['i3']);
    expect(await door.call('PATCH', `${on.project}/tasks/${task.id}/checklist/none`, { done: true })).toMatchObject({
      status: 404,
      body: { code: 'checklist_item_not_found' },
    });
  });
});

describe('dependencies', () => {
  it('are refused in a circle, in words', async () => {
    const [a, b, c] = [
      await on.newTask({ title: 'A' }),
      await on.newTask({ title: 'B' }),
      await on.newTask({ title: 'C' }),
    ];
    const added = await on.send('POST', `${a.id}/dependencies`, { task_id: b.id });
    expect(added.depends_on).toEqual([b.id]);
    await on.send('POST', `${b.id}/dependencies`, { task_id: c.id });
    const circle = await door.call('POST', `${on.project}/tasks/${c.id}/dependencies`, { task_id: a.id });
    expect(circle).toMatchObject({
      status: 409,
      body: {
        code: 'dependency_cycle',
        detail: 'That would be a circle: “C” would wait for “A”, which waits for “B”, which waits for “C”.',
      },
    });
    expect(await door.call('POST', `${on.project}/tasks/${a.id}/dependencies`, { task_id: a.id })).toMatchObject({
      status: 409,
    });
    expect(await door.call('POST', `${on.project}/tasks/${a.id}/dependencies`, { task_id: 'nobody' })).toMatchObject({
      status: 404,
    });
    expect((await on.undo(added)).depends_on).toEqual([]);
    const { entries } = await door.ok('GET', `/api/tasks/${a.id}/history`);
    expect((entries as { title: string }[]).map(({ title }) => title)).toEqual([
      'Local owner created the task “A”',
      'Local owner made the task wait for another one',
      'Local owner let the task not wait for another one any more',
    ]);
    expect((await on.send('POST', `${c.id}/dependencies`, { task_id: a.id })).depends_on).toEqual([a.id]);
    expect((await on.view()).tasks.find(({ id }) => id === c.id)?.depends_on).toEqual([a.id]);
  });

  it('never become a circle, whoever adds them at the same moment', async () => {
    const tasks = await Promise.all(Array.from({ length: 4 }, (_, index) => on.newTask({ title: `T${index}` })));
    const answers = await Promise.all(
      tasks.map(({ id }, index) =>
        door.call('POST', `${on.project}/tasks/${id}/dependencies`, { task_id: tasks[(index + 1) % 4]?.id }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409]);
  });

  it('start a task by themselves when the last one is done', async () => {
    const [one, other] = [await on.newTask({ title: 'One' }), await on.newTask({ title: 'Other' })];
    const waiting = await on.newTask({ title: 'Waiting', auto_start: true });
    await on.send('POST', `${waiting.id}/dependencies`, { task_id: one.id });
    await on.send('POST', `${waiting.id}/dependencies`, { task_id: other.id });
    for (const status of ['IN_PROGRESS', 'AI_REVIEW', 'HUMAN_REVIEW', 'DONE']) {
      await on.send('PATCH', `${one.id}/move`, { status });
    }
    expect(await door.ok('GET', `${on.project}/tasks/${waiting.id}`)).toMatchObject({ active_session_id: null });
    await door.ok('DELETE', `${on.project}/tasks/${other.id}`);
    const statusOf = async () => (await door.ok('GET', `${on.project}/tasks/${waiting.id}`))['status'];
    await eventually(async () => (await statusOf()) === 'IN_PROGRESS');
    const { entries } = await door.ok('GET', `/api/tasks/${waiting.id}/history`);
    expect((entries as { title: string; cause: { title?: string } }[]).at(-1)).toMatchObject({
      title: 'The task began by itself: what it waited for is done',
      cause: { kind: 'fact', title: 'Local owner deleted the task' },
    });
  });
});

describe('comments', () => {
  it('are written, changed, deleted and brought back by their writer, live for everybody', async () => {
    const task = await on.newTask({ title: 'Talk' });
    const path = `${on.project}/tasks/${task.id}/comments`;
    const added = await door.ok('POST', path, { text: 'Hi @owner and @ann.b, not `@code` nor a@b.c' });
    expect(added).toMatchObject({ author: 'user:owner', mentions: ['owner', 'ann.b'], edited_at: null });
    const one = `${path}/${String(added['id'])}`;
    const edited = await door.ok('PATCH', one, { text: 'Bye' });
    expect(edited).toMatchObject({ text: 'Bye', mentions: [], created_at: added['created_at'] });
    expect(await on.undo(edited)).toMatchObject({ mentions: ['owner', 'ann.b'] });
    const deleted = await door.ok('DELETE', one);
    expect(await door.ok('GET', path)).toMatchObject({ total_count: 0, comments: [] });
    expect(await on.undo(deleted)).toMatchObject({
      created_at: added['created_at'],
      mentions: ['owner', 'ann.b'],
    });
    const list = (await door.ok('GET', path))['comments'] as CommentView[];
    expect(list).toHaveLength(1);
    expect(await door.ok('GET', `${on.project}/tasks/${task.id}`)).toMatchObject({ comment_count: 1 });
    expect((await door.call('POST', path, { text: ' ' })).status).toBe(422);
    expect((await door.call('POST', path, { text: 'x'.repeat(10_001) })).status).toBe(422);
    expect((await door.call('PATCH', `${path}/none`, { text: 'x' })).status).toBe(404);
  });
});
