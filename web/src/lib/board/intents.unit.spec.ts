import { describe, expect, it } from '@jest/globals';
import { aBoard, aSession, aTask } from '../../test/builders.ts';
import { showArchive, showBoard, type Intent, type IntentChange } from './intents.ts';

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

describe('showArchive', () => {
  const archive = aBoard({
    tasks: [
      aTask({ id: 'old', archived_at: '2026-01-01T00:00:00Z' }),
      aTask({ id: 'new', archived_at: '2026-01-02T00:00:00Z' }),
      aTask({ id: 'back' }),
    ],
  });
  const ids = (intents: Intent[]) => showArchive(archive, { position: 10 }, intents).map((task) => task.id);

  it('has the archived cards, those that were put away last first', () => {
    expect(ids([])).toEqual(['new', 'old']);
  });

  it('lets go of what is brought back before the log says so, and nothing else is done to it', () => {
    expect(ids([intend({ kind: 'remove', taskIds: ['new'] })])).toEqual(['old']);
    expect(ids([intend({ kind: 'remove', taskIds: ['new'] }, 10)])).toEqual(['new', 'old']);
    expect(ids([intend({ kind: 'create', task: aTask({ id: 'made' }) })])).toEqual(['new', 'old']);
  });
});

describe('showBoard', () => {
  it('orders cards by rank, byte by byte', () => {
    expect(column(showBoard(board, []), 'TODO')).toEqual(['a', 'b', 'c']);
    const mixed = aBoard({ tasks: [aTask({ id: '1', rank: 'a' }), aTask({ id: '2', rank: 'Z' })] });
    expect(column(showBoard(mixed, []), 'TODO')).toEqual(['2', '1']);
  });

  it('moves cards within their column, behind another one or to its beginning', () => {
    const first = showBoard(board, [
      intend({ kind: 'move', taskIds: ['c'], status: 'TODO', place: { afterId: null } }),
    ]);
    expect(column(first, 'TODO')).toEqual(['c', 'a', 'b']);
    const two = showBoard(board, [
      intend({ kind: 'move', taskIds: ['b', 'a'], status: 'TODO', place: { afterId: 'c' } }),
    ]);
    expect(column(two, 'TODO')).toEqual(['c', 'b', 'a']);
  });

  it('moves a card to the end where the one before it is gone', () => {
    const shown = showBoard(board, [intend({ kind: 'move', taskIds: ['a'], status: 'DONE', place: { afterId: 'y' } })]);
    expect(column(shown, 'DONE')).toEqual(['x', 'a']);
  });

  it('leaves archived cards out', () => {
    const archived = aBoard({ tasks: [aTask({ id: 'a' }), aTask({ id: 'b', archived_at: '2026-01-01T00:00:00Z' })] });
    expect(column(showBoard(archived, []), 'TODO')).toEqual(['a']);
  });

  it('moves a card to another column, at its end by default', () => {
    const shown = showBoard(board, [intend({ kind: 'move', taskIds: ['a'], status: 'DONE' })]);
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
    const change: IntentChange = { kind: 'remove', taskIds: ['a'] };
    expect(column(showBoard(board, [intend(change, 11)]), 'TODO')).toEqual(['b', 'c']);
    expect(column(showBoard(board, [intend(change, 10)]), 'TODO')).toEqual(['a', 'b', 'c']);
  });

  it('does not show a created card twice', () => {
    const shown = showBoard(board, [intend({ kind: 'create', task: aTask({ id: 'a' }) }, 11)]);
    expect(column(shown, 'TODO')).toEqual(['a', 'b', 'c']);
  });

  it('leaves the board itself as it is', () => {
    const before = structuredClone(board);
    showBoard(board, [
      intend({ kind: 'move', taskIds: ['a'], status: 'DONE' }),
      intend({ kind: 'execute', taskId: 'b' }),
    ]);
    expect(board).toEqual(before);
  });
});
