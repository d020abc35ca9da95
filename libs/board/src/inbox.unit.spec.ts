import { describe, expect, it } from '@jest/globals';
import { compareInInbox, inboxOf } from './inbox.ts';
import type { GateView } from './session-view.ts';
import type { TaskView } from './task-view.ts';

const task = (id: string, change: Partial<TaskView> = {}) => ({
  id,
  project_id: 'p',
  title: `Task ${id}`,
  priority: 'MEDIUM' as const,
  status: 'TODO' as const,
  status_since: '2026-01-01T00:00:00.000Z',
  failure: null,
  active_session_id: null,
  latest_session_id: null,
  archived_at: null,
  assignee: null,
  ...change,
});
const gate = (id: string, kind: 'permission' | 'question', asked_at: string): GateView =>
  kind === 'permission'
    ? { kind, id, asked_at, action: 'bash', patterns: ['ls'], always: [], ...context }
    : { kind, id, asked_at, questions: [question] };
const context = { tool: null, command: 'ls', diff: null, truncated: false, text: 'run ls' };
const question = { header: 'Detail', text: 'How much?', options: [], multiple: false, custom: true };
const failure = { code: 'model_error', message: 'No key', retryable: false };
const session = (id: string, task_id: string, change: { gates?: GateView[]; reverted_to?: string } = {}) => ({
  id,
  task_id,
  gates: [],
  preview: 'I added a README.',
  latest_changes: { files: 1, additions: 9, deletions: 0, shared: false },
  reverted_to: null,
  ...change,
});
const inbox = (tasks: ReturnType<typeof task>[], sessions: ReturnType<typeof session>[] = []) =>
  inboxOf({ project: { name: 'P' }, tasks, sessions });

describe('inboxOf', () => {
  it('is empty where nothing waits for a person', () => {
    expect(inbox([task('a'), task('b', { status: 'IN_PROGRESS' }), task('c', { status: 'DONE' })])).toEqual([]);
  });

  it('puts what keeps an agent from working first, the oldest of it on top', () => {
    const sessions = [
      session('s1', 'a', { gates: [gate('g1', 'permission', '2026-01-03T00:00:00.000Z')] }),
      session('s2', 'b', { gates: [gate('g2', 'permission', '2026-01-02T00:00:00.000Z')] }),
    ];
    const tasks = [
      task('a', { status: 'IN_PROGRESS', active_session_id: 's1' }),
      task('b', { status: 'IN_PROGRESS', active_session_id: 's2' }),
      task('c', { status: 'HUMAN_REVIEW' }),
      task('d', { failure }),
    ];
    expect(inbox(tasks, sessions).map(({ kind, task_id, text }) => [kind, task_id, text])).toEqual([
      ['permission', 'b', 'The agent wants to run ls'],
      ['permission', 'a', 'The agent wants to run ls'],
      ['failure', 'd', 'No key'],
      ['review', 'c', null],
    ]);
    const asks = session('s3', 'c', { gates: [gate('g3', 'question', '2026-01-04T00:00:00.000Z')] });
    expect(inbox(tasks, [asks])[0]).toMatchObject({ kind: 'question', text: 'How much?' });
  });

  it('says of work to look at what the newest session said and changed, but nothing that was put back', () => {
    const tasks = [task('a', { status: 'AI_REVIEW', latest_session_id: 's2' })];
    const of = (...sessions: ReturnType<typeof session>[]) => inbox(tasks, sessions)[0];
    const change = { files: 1, additions: 9, deletions: 0 };
    expect(of(session('s2', 'a'))).toMatchObject({ text: 'I added a README.', changes: change });
    expect(of(session('s2', 'a', { reverted_to: 'msg_1' }))).toMatchObject({ changes: null });
    expect(of(session('s1', 'a'))).toMatchObject({ text: null, changes: null });
    const [failed] = inbox([task('a', { failure, latest_session_id: 's2' })], [session('s2', 'a')]);
    expect(failed).toMatchObject({ text: 'No key', changes: null });
  });

  it('leaves out what is archived, and failures that are being tried again', () => {
    expect(
      inbox([task('a', { failure, archived_at: 'then' }), task('b', { failure, active_session_id: 's' })]),
    ).toEqual([]);
  });

  it('leaves to others what is assigned to them', () => {
    const tasks = [
      task('a', { status: 'AI_REVIEW' }),
      task('b', { status: 'AI_REVIEW', assignee: 'user:ada' }),
      task('c', { status: 'IN_PROGRESS', active_session_id: 's', assignee: 'user:ada' }),
    ];
    const sessions = [session('s', 'c', { gates: [gate('g', 'question', '2026-01-02T00:00:00.000Z')] })];
    const of = (actor?: string) =>
      inboxOf({ project: { name: 'P' }, tasks, sessions }, actor).map((item) => item.task_id);
    expect(of('user:kim')).toEqual(['a']);
    expect(of('user:ada')).toEqual(['c', 'a', 'b']);
    expect(of()).toEqual(of('user:ada'));
  });

  it('names a thing anew when it waits for another time', () => {
    const [before] = inbox([task('a', { status: 'AI_REVIEW' })]);
    const [after] = inbox([task('a', { status: 'AI_REVIEW', status_since: '2026-02-01T00:00:00.000Z' })]);
    expect(after?.id).not.toBe(before?.id);
    expect(compareInInbox(before!, after!)).toBeLessThan(0);
  });
});
