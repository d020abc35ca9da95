import type { EventEnvelope } from './envelope.ts';

/** The project that an event belongs to: the first part of its subject. */
export function projectIdOf(event: Pick<EventEnvelope, 'subject'>): string {
  return event.subject.split('/', 1)[0] ?? '';
}

/** The aggregate that an event belongs to: the last part of its subject. */
export function aggregateIdOf(event: Pick<EventEnvelope, 'subject'>): string {
  return event.subject.slice(event.subject.lastIndexOf('/') + 1);
}

/**
 * Whether this stands in the place of a message that is in the log and can't be read. Readers make it up, so that its
 * position is not missing; it has a subject and nothing else.
 */
export function isUnreadable(fact: { readonly type: string }): boolean {
  return fact.type === unreadableType;
}

export const unreadableType = 'unreadable';
