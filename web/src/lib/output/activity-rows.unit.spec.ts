import { describe, expect, it } from '@jest/globals';
import type { ActivityItem, ToolActivity } from '@podium/board';
import { ActivityRows } from './activity-rows.ts';
import { activityText, searchActivity } from './search-activity.ts';

const closed = { open: new Set<string>(), whole: new Set<string>() };
const item = (
  id: string,
  kind: ActivityItem['kind'],
  text: string,
  more: Partial<ActivityItem> = {},
): ActivityItem => ({
  id,
  number: 1,
  last_number: 1,
  time: '2026-01-01T00:00:00.000Z',
  kind,
  text,
  ...more,
});
const tool = (result: string, more: Partial<ToolActivity> = {}): ActivityItem =>
  item('t', 'tool', 'bash: npm test', {
    tool: {
      name: 'bash',
      call_id: 'c',
      title: 'bash: npm test',
      arguments: { command: 'npm test' },
      result,
      status: 'completed',
      exit_code: 0,
      duration_ms: 5,
      ...more,
    },
  });
const texts = (items: ActivityItem[], options = closed) =>
  new ActivityRows().of(items, options).map(({ text }) => text);

describe('ActivityRows', () => {
  it('shows every line of what the agent says, dated once', () => {
    const rows = new ActivityRows().of([item('m', 'message', 'a\n\nb\n')], closed);
    expect(rows.map(({ text, time }) => [text, time !== null])).toEqual([
      ['a', true],
      ['', false],
      ['b', false],
    ]);
  });

  it('folds a call to one line, and shows what it was called with and its answer when it is opened', () => {
    expect(texts([tool('ok\nfine')])).toEqual(['bash: npm test']);
    expect(texts([tool('ok\nfine')], { ...closed, open: new Set(['t']) })).toEqual([
      'bash: npm test',
      'command: npm test',
      'ok',
      'fine',
    ]);
  });

  it('shows the beginning of a long answer, and all of it on demand', () => {
    const long = Array.from({ length: 1_000 }, (_, index) => `line ${index}`).join('\n');
    const open = new Set(['t']);
    const rows = new ActivityRows().of([tool(long)], { ...closed, open });
    expect(rows.at(-1)).toMatchObject({ part: 'more', count: 600 });
    expect(texts([tool(long)], { open, whole: open })).toHaveLength(1_002);
  });

  it('keeps the rows that did not change while a text grows', () => {
    const rows = new ActivityRows();
    const before = rows.of([item('m', 'message', 'a\nb')], closed);
    const after = rows.of([item('m', 'message', 'a\nbc\nd')], closed);
    expect(after.map(({ text }) => text)).toEqual(['a', 'bc', 'd']);
    expect(after[0]).toBe(before[0]);
  });

  it('splits a growing log as it splits the whole one', () => {
    const rows = new ActivityRows();
    const whole = 'one\ntwo\n\nthree\nfour\n\n';
    for (let length = 1; length <= whole.length; length += 1) {
      const text = whole.slice(0, length);
      expect(rows.linesOf('m', 'text', text)).toEqual(new ActivityRows().linesOf('m', 'text', text));
    }
  });
});

describe('searchActivity', () => {
  it('finds lines whatever the case, in folded answers as well, and names their rows', () => {
    const items = [item('m', 'message', 'Nothing\nREADME is there'), tool('a\nwrote readme.md')];
    const matches = searchActivity(new ActivityRows(), items, 'readme');
    expect(matches).toEqual([
      { itemId: 'm', key: 'm-t1' },
      { itemId: 't', key: 't-r1' },
    ]);
    const open = new Set(['t']);
    const keys = new ActivityRows().of(items, { open, whole: open }).map(({ key }) => key);
    for (const { key } of matches) expect(keys).toContain(key);
  });
});

describe('activityText', () => {
  it('is the whole log as text', () => {
    expect(activityText([item('m', 'message', 'Hello'), tool('no', { exit_code: 1 })])).toBe(
      [
        '[2026-01-01T00:00:00.000Z] Hello',
        '[2026-01-01T00:00:00.000Z] bash: bash: npm test (exit code 1)',
        '    command: npm test',
        '    no',
      ].join('\n'),
    );
  });
});
