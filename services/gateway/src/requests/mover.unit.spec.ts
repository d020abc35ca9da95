import { describe, expect, it } from '@jest/globals';
import type { TaskView } from '@podium/board';
import { TaskStatus } from '@podium/proto';
import type { Accepted } from './ask.ts';
import { Mover } from './mover.ts';
import { PendingRequest, Written } from './written.ts';

const task = { projectId: 'p', taskId: 'moved', to: TaskStatus.TODO };
const intent = { requestId: 'r', actor: 'user:test', isRepeatable: false } as Parameters<Mover['move']>[2];
const others = [
  { id: 'first', rank: 'a0' },
  { id: 'second', rank: 'a3' },
];

/** Moves where each of the others takes the next position, and the card itself is answered with its own. */
async function move(own: number | undefined | 'pending'): Promise<unknown> {
  const asked: string[] = [];
  const ask = (question: { to: { id: string } }): Promise<Accepted> =>
    Promise.resolve({ facts: [], position: 10 + asked.push(question.to.id) });
  const body = { id: 'moved' } as TaskView;
  const pending = new PendingRequest('r', { projectId: 'p', context: 'task', id: 'moved' });
  const write = (): Promise<unknown> => Promise.resolve(own === 'pending' ? pending : new Written(body, own));
  const answer = (): never => {
    throw new Error('The writer makes the answer.');
  };
  const mover = new Mover(...([{ ask }, { write }, { answer }] as unknown as ConstructorParameters<typeof Mover>));
  return mover.move(task, { rank: 'a2', others }, intent);
}

describe('the answer to a move', () => {
  it('has the position of the newest of all cards that were moved for it', async () => {
    expect(await move(13)).toMatchObject({ position: 13 });
    // The card stays where it was and the others make room: a read has to contain that.
    expect(await move(5)).toMatchObject({ position: 12 });
    expect(await move(undefined)).toMatchObject({ position: 12 });
  });

  it('is that of a request on its way while the card itself has none', async () => {
    expect(await move('pending')).toBeInstanceOf(PendingRequest);
  });
});
