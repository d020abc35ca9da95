import type { EventEnvelope } from './envelope.ts';

/** The project that an event belongs to: the first part of its subject. */
export function projectIdOf(event: Pick<EventEnvelope, 'subject'>): string {
  return event.subject.split('/', 1)[0] ?? '';
}

/** The aggregate that an event belongs to: the last part of its subject. */
export function aggregateIdOf(event: Pick<EventEnvelope, 'subject'>): string {
  return event.subject.slice(event.subject.lastIndexOf('/') + 1);
}
