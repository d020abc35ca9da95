import { describe, expect, it } from '@jest/globals';
import { warningOf } from './log-warnings.ts';

describe('warningOf', () => {
  it('shows warnings and errors with their cause', () => {
    const line = JSON.stringify({ level: 'error', service: 'task-svc', msg: 'not handled', err: { message: 'boom' } });
    expect(warningOf(line)).toBe('task-svc: not handled: boom');
  });

  it.each([
    ['what is only told', JSON.stringify({ level: 'info', service: 'task-svc', msg: 'service started' })],
    ['lines of other programs', 'ready in 100 ms'],
    ['a line that is cut in two', '{"level":"error","msg":"not ha'],
  ])('keeps %s off the console', (_, line) => expect(warningOf(line)).toBeUndefined());
});
