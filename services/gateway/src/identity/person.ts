import type { IncomingMessage } from 'node:http';

/** Who is at the other end. */
export interface Person {
  /** Stable; the actor of what they do is `user:<id>`. */
  readonly id: string;
  readonly name: string;
}

/** Until people sign in, there is one of them. */
export const localOwner: Person = { id: 'owner', name: 'Local owner' };

/** What people call a person. */
export function nameOfPerson(id: string): string {
  return id === localOwner.id ? localOwner.name : id;
}

const people = new WeakMap<IncomingMessage, Person>();

/** Remembers who sent a request, once the guard has let it in. */
export function letIn(request: IncomingMessage, person: Person): void {
  people.set(request, person);
}

/** Who sent the request. Throws for a request that did not pass the guard: that is a mistake of ours. */
export function personOf(request: IncomingMessage): Person {
  const person = people.get(request);
  if (!person) throw new Error('The request did not pass the guard');
  return person;
}
