import { useCallback } from 'react';
import { Store, useStore } from './store.ts';

export interface Person {
  /** As in facts: `user:<id>`. */
  actor: string;
  name: string;
}

/** What people are called, by actor: facts have only their ids. Grows with what the pages load. */
const names = new Store<ReadonlyMap<string, string>>(new Map());

export function rememberPeople(people: readonly Person[]): void {
  names.update((known) => {
    const news = people.filter(({ actor, name }) => known.get(actor) !== name);
    return news.length === 0 ? known : new Map([...known, ...news.map(({ actor, name }) => [actor, name] as const)]);
  });
}

/** Says what an actor is called; of somebody unknown it is the id: `user:ada` is `ada`. */
export function useNameOf(): (actor: string) => string {
  const known = useStore(names);
  return useCallback((actor) => known.get(actor) ?? actor.slice(actor.indexOf(':') + 1), [known]);
}

/** Two letters for a name: of its first and last word. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/[\s._-]+/);
  const [first = '', last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return last ? `${first.slice(0, 1)}${last.slice(0, 1)}` : first.slice(0, 2);
}
