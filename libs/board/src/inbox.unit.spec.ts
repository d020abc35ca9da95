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
const inbox = (tasks: ReturnType<typeof task>[], sessions: { id: string; task_id: string; gates: GateView[] }[] = []) =>
  inboxOf({ project: { name: 'P' }, tasks, sessions });

describe('inboxOf', () => {
  it('is empty where nothing waits for a person', () => {
    expect(inbox([task('a'), task('b', { status: 'IN_PROGRESS' }), task('c', { status: 'DONE' })])).toEqual([]);
  });

  it('puts what keeps an agent from working first, the oldest of it on top', () => {
    const sessions = [
      { id: 's1', task_id: 'a', gates: [gate('g1', 'permission', '2026-01-03T00:00:00.000Z')] },
      { id: 's2', task_id: 'b', gates: [gate('g2', 'permission', '2026-01-02T00:00:00.000Z')] },
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
    const asks = { id: 's3', task_id: 'c', gates: [gate('g3', 'question', '2026-01-04T00:00:00.000Z')] };
    expect(inbox(tasks, [asks])[0]).toMatchObject({ kind: 'question', text: 'How much?' });
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
    const sessions = [{ id: 's', task_id: 'c', gates: [gate('g', 'question', '2026-01-02T00:00:00.000Z')] }];
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
