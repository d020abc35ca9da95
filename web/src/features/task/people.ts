import type { ShownBoard } from '@/lib/board/intents.ts';

export interface Person {
  /** `user:<id>`. */
  actor: string;
  name: string;
}

/** Everyone whom this board knows: who looks at it, who did something on it, who was given something. */
export function peopleOf(
  board: Pick<ShownBoard, 'tasks'>,
  me: { id: string; name: string } | undefined,
): readonly Person[] {
  const actors = board.tasks.flatMap(({ created_by, assignee }) => [created_by, assignee ?? created_by]);
  const others = [...new Set(actors)].filter((actor) => actor.startsWith('user:') && actor !== `user:${me?.id}`);
  const known = others.map((actor) => ({ actor, name: nameOfActor(actor) }));
  return me ? [{ actor: `user:${me.id}`, name: me.name }, ...known] : known;
}

/** `user:anna` -> `anna`; oneself by one's name. */
export function nameOfActor(actor: string, me?: { id: string; name: string }): string {
  return me && actor === `user:${me.id}` ? me.name : actor.replace(/^[a-z]+:/, '');
}
