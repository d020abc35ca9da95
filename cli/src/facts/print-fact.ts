import type { EventEnvelope, RecordedFact } from '@podium/proto';
import type { Io } from '../io.ts';
import { clipped, printable, time } from '../print/format.ts';

/** `podium.task.v1.TaskMoved` -> `TaskMoved`. */
export function shortType(type: string): string {
  return type.slice(type.lastIndexOf('.') + 1);
}

/** `<context>/<id>`: the project is a column of its own, or known. */
export function aggregateName({ subject }: Pick<EventEnvelope, 'subject'>): string {
  return subject.split('/').slice(1).join('/');
}

/** One event as one line; columns keep their places from line to line. */
export function factLine(fact: RecordedFact, columns: number | undefined): string {
  const line = [
    String(fact.position).padStart(8),
    time(fact.time),
    shortType(fact.type).padEnd(24),
    fact.subject,
    fact.actor,
    JSON.stringify(fact.data),
  ].join('  ');
  return `${clipped(printable(line), columns)}\n`;
}

/** One event as one line for programs. */
export function factJson(fact: RecordedFact): string {
  return `${JSON.stringify(fact)}\n`;
}

/** Tells of what in the log is no event, for readers that go on past it. */
export function unreadableTo(io: Io): (error: Error, position: number) => void {
  return (error, position) => io.say(`podium: passed over position ${position}: ${error.message}\n`);
}
