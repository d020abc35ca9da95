import { describe, expect, it } from '@jest/globals';
import type { InboxItem } from '@podium/board';
import { newItems } from './inbox.ts';

const item = (id: string, change: Partial<InboxItem> = {}): InboxItem => ({
  id,
  kind: 'review',
  project_id: 'p',
  project_name: 'P',
  task_id: 't',
  task_title: 'T',
  priority: 'LOW',
  session_id: 's',
  since: '2026-01-01T00:00:00.000Z',
  gate: null,
  failure: null,
  text: null,
  changes: null,
  ...change,
});
const gate = { kind: 'question' as const, id: 'g', asked_at: '2026-01-01T00:00:00.000Z', questions: [] };

describe('newItems', () => {
  it('are those that wait now and did not before', () => {
    const [one, two] = [item('1', { task_id: 'a' }), item('2', { task_id: 'b' })];
    expect(newItems([one], [one, two])).toEqual([two]);
    expect(newItems([one], [])).toEqual([]);
  });

  it('are not cards that somebody moved on while they waited', () => {
    expect(newItems([item('review:t:then')], [item('review:t:now')])).toEqual([]);
    expect(newItems([item('review:t:then')], [item('failure:t:now', { kind: 'failure' })])).toHaveLength(1);
  });

  it('are all questions of a card, each by itself', () => {
    const asked = (id: string) => item(id, { kind: 'question', gate });
    expect(newItems([asked('s:1')], [asked('s:1'), asked('s:2')]).map(({ id }) => id)).toEqual(['s:2']);
  });
});
