import type { IncomingMessage } from 'node:http';

/** Who is at the other end. */
export interface Person {
  /** Stable; the actor of what they do is `user:<id>`. */
  readonly id: string;
  readonly name: string;
  /** As their identity provider says; never written into the log. */
  readonly email?: string | undefined;
  /** `local`: the one owner of a Podium where nobody signs in, who sees everything. */
  readonly signedInBy: 'local' | 'oidc';
}

/** Where nobody signs in, there is one of them. */
export const localOwner: Person = { id: 'owner', name: 'Local owner', signedInBy: 'local' };

/** How a person is named in facts. */
export function actorOf({ id }: Pick<Person, 'id'>): string {
  return `user:${id}`;
}

/** What people call a person whom no fact names. */
export function nameOfPerson(id: string): string {
  return id === localOwner.id ? localOwner.name : id;
}

/** A person who was let in, and for how long. */
export interface Admission {
  readonly person: Person;
  /** Of the sign-in by a cookie, which may end before its time. */
  readonly signInId?: string | undefined;
  /** Milliseconds since 1970; undefined where there is no end. */
  readonly expiresAtMs?: number | undefined;
  /** A `Set-Cookie` that makes the sign-in last longer. */
  readonly renewal?: string | undefined;
}

const admissions = new WeakMap<IncomingMessage, Admission>();

/** Remembers who sent a request, once the guard has let it in. */
export function letIn(request: IncomingMessage, admission: Admission): void {
  admissions.set(request, admission);
}

/** How the request was let in. Throws for one that did not pass the guard: that is a mistake of ours. */
export function admissionOf(request: IncomingMessage): Admission {
  const admission = admissions.get(request);
  if (!admission) throw new Error('The request did not pass the guard');
  return admission;
}

/** Who sent the request. Throws for a request that did not pass the guard: that is a mistake of ours. */
export function personOf(request: IncomingMessage): Person {
  return admissionOf(request).person;
}
