import { describe, expect, it } from '@jest/globals';
import { aBoard, aSession, aTask } from '../../test/builders.ts';
import { showBoard, type Intent, type IntentChange } from './intents.ts';

const intend = (change: IntentChange, position: number | null = null): Intent => ({ id: 1, change, position });
const board = aBoard({
  position: 10,
  tasks: [
    aTask({ id: 'c', rank: 'a2' }),
    aTask({ id: 'a', rank: 'a0' }),
    aTask({ id: 'b', rank: 'a1' }),
    aTask({ id: 'x', rank: 'a0', status: 'DONE' }),
  ],
});
const column = (shown: ReturnType<typeof showBoard>, status: string) =>
  shown.tasks.filter((task) => task.status === status).map((task) => task.id);

describe('showBoard', () => {
  it('orders cards by rank, byte by byte', () => {
    expect(column(showBoard(board, []), 'TODO')).toEqual(['a', 'b', 'c']);
    const mixed = aBoard({ tasks: [aTask({ id: '1', rank: 'a' }), aTask({ id: '2', rank: 'Z' })] });
    expect(column(showBoard(mixed, []), 'TODO')).toEqual(['2', '1']);
  });

  it('moves a card within its column, counted without the card', () => {
    const shown = showBoard(board, [intend({ kind: 'move', taskId: 'c', status: 'TODO', index: 0 })]);
    expect(column(shown, 'TODO')).toEqual(['c', 'a', 'b']);
  });

  it('moves a card to another column, at its end by default', () => {
    const shown = showBoard(board, [intend({ kind: 'move', taskId: 'a', status: 'DONE' })]);
    expect(column(shown, 'TODO')).toEqual(['b', 'c']);
    expect(column(shown, 'DONE')).toEqual(['x', 'a']);
  });

  it('puts an executed card in progress before the server said a word', () => {
    const shown = showBoard(board, [intend({ kind: 'execute', taskId: 'b' })]);
    expect(shown.tasks.find((task) => task.id === 'b')).toMatchObject({ status: 'IN_PROGRESS', pending: 'execute' });
  });

  it('shows a stopped session as stopping', () => {
    const running = aBoard({
      tasks: [aTask({ active_session_id: 's1', status: 'IN_PROGRESS' })],
      sessions: [aSession()],
    });
    expect(showBoard(running, [intend({ kind: 'stop', taskId: 't1' })]).sessions[0]?.status).toBe('stopping');
  });

  it('drops an intent once the board contains it', () => {
    const change: IntentChange = { kind: 'delete', taskId: 'a' };
    expect(column(showBoard(board, [intend(change, 11)]), 'TODO')).toEqual(['b', 'c']);
    expect(column(showBoard(board, [intend(change, 10)]), 'TODO')).toEqual(['a', 'b', 'c']);
  });

  it('does not show a created card twice', () => {
    const shown = showBoard(board, [intend({ kind: 'create', task: aTask({ id: 'a' }) }, 11)]);
    expect(column(shown, 'TODO')).toEqual(['a', 'b', 'c']);
  });

  it('leaves the board itself as it is', () => {
    const before = structuredClone(board);
    showBoard(board, [intend({ kind: 'move', taskId: 'a', status: 'DONE' }), intend({ kind: 'execute', taskId: 'b' })]);
    expect(board).toEqual(before);
  });
});
