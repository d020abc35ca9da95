import { describe, expect, it } from '@jest/globals';
import { aSession } from '../../test/builders.ts';
import type { Command } from './commands.ts';
import { dueText, dueUrgency } from './due.ts';
import { keyName } from './key-names.ts';
import { heldUpWords, queueWords, quietWords, spentWords, stopWords } from './queue-words.ts';
import { rankCommands } from './rank-commands.ts';

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', true>> = {}) =>
  keyName({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

describe('keyName', () => {
  it('calls ⌘ and Ctrl the same, and Shift only where it is no part of the sign', () => {
    expect(press('K', { metaKey: true })).toBe('Mod+k');
    expect(press('z', { ctrlKey: true, shiftKey: true })).toBe('Mod+Shift+z');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('X', { shiftKey: true })).toBe('x');
    expect(press('ArrowUp', { shiftKey: true })).toBe('Shift+ArrowUp');
    expect(press('Shift', { shiftKey: true })).toBeNull();
    expect(press('e', { altKey: true })).toBeNull();
  });
});

describe('rankCommands', () => {
  const command = (title: string, more: Partial<Command> = {}): Command => ({
    id: title,
    title,
    section: 'Board',
    run: () => undefined,
    ...more,
  });
  const commands = [
    command('New task', { keywords: 'create add' }),
    command('Restart the new server'),
    command('Pause the queue', { keywords: 'hold stop' }),
  ];
  const titles = (query: string) => rankCommands(commands, query).map(({ title }) => title);

  it('puts what begins so first', () => expect(titles('new')).toEqual(['New task', 'Restart the new server']));
  it('wants every word', () => expect(titles('new server')).toEqual(['Restart the new server']));
  it('knows other words for it', () => expect(titles('hold')).toEqual(['Pause the queue']));
  it('lists all without a query, nothing for nonsense', () => {
    expect(titles('')).toHaveLength(3);
    expect(titles('zzz')).toEqual([]);
  });
});

describe('due dates', () => {
  const nowMs = new Date(2026, 0, 10, 23, 30).getTime();
  it.each([
    ['2026-01-09', 'yesterday', 'over'],
    ['2026-01-10', 'today', 'soon'],
    ['2026-01-11', 'tomorrow', 'soon'],
    ['2026-01-20', '20 Jan', 'later'],
    ['2027-02-03', '3 Feb 2027', 'later'],
  ])('%s is %s', (day, text, urgency) => {
    expect(dueText(day, nowMs)).toBe(text);
    expect(dueUrgency(day, nowMs)).toBe(urgency);
  });
});

describe('queue', () => {
  const use = { slots: 3, running: 3, unanswered: [] };
  const place = { position: 2, blockedBy: [], paused: false, pauseReason: null, overBudget: false, use };
  it('says why a session does not start', () => {
    expect(queueWords({ ...place, position: 1 })).toBe('next in the queue');
    expect(queueWords(place)).toBe('queued, place 2');
    expect(queueWords({ ...place, blockedBy: ['a', 'b'] })).toBe('waits for 2 tasks');
    expect(queueWords({ ...place, paused: true })).toMatch(/paused/);
    expect(queueWords({ ...place, overBudget: true })).toMatch(/budget/);
  });

  it('says where the agents that it waits for wait for people, and nothing of them where something else holds it up', () => {
    const unanswered = ['a', 'b'].map((id) => ({ session_id: id, task_id: id, title: id, since: '' }));
    const held = { ...place, use: { ...use, unanswered } };
    expect(heldUpWords(held)).toBe('2 of 3 running agents wait for an answer');
    expect(heldUpWords({ ...held, use: { ...held.use, slots: 4 } })).toBeNull();
    expect(heldUpWords({ ...held, paused: true })).toBeNull();
    expect(heldUpWords(place)).toBeNull();
  });

  it('says how long an agent has said nothing, once that is longer than usual', () => {
    expect(quietWords(59_000)).toBeNull();
    expect(quietWords(125_000)).toBe('quiet for 2m 05s');
  });

  it('says what was spent, in money where there is any', () => {
    const usage = { input_tokens: 12_000, output_tokens: 400, cached_tokens: 0, cost_usd: 0 };
    expect(spentWords(usage)).toBe('12.4k tok');
    expect(spentWords({ ...usage, cost_usd: 0.184 })).toBe('$0.18');
    expect(spentWords(null)).toBeNull();
  });

  it('says why an agent was stopped where nobody did that', () => {
    const stopped = aSession({ status: 'cancelled', stop_reason: 'budget_exceeded' });
    expect(stopWords({ status: 'TODO' }, stopped)).toMatch(/budget/);
    expect(stopWords({ status: 'DONE' }, stopped)).toBeNull();
    expect(stopWords({ status: 'TODO' }, { ...stopped, stop_reason: 'stopped' })).toBeNull();
  });
});
