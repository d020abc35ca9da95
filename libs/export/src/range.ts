import { firstSequenceSince, streams } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';

/** A place in the log: a position, or a time as written in the facts. */
export type Moment = number | Date;

/** Half-open, so that ranges that touch share no fact and miss none. */
export interface ExportRange {
  /** The first position, or the earliest time, that belongs to it. From the beginning where absent. */
  readonly from?: Moment | undefined;
  /** The first position, or the earliest time, that does not belong to it any more. To the head where absent. */
  readonly to?: Moment | undefined;
}

/**
 * How far a service's clock may be ahead of the server's. Reading begins that much before the asked time, since the
 * server finds messages by when it stored them, and facts belong to a range by their own time.
 */
const clockToleranceMs = 60 * 60 * 1000;

/** What of the log has to be read so that no fact of the range is missed; undefined where there is nothing yet. */
export async function positionsOf(
  nc: NatsConnection,
  { from, to }: ExportRange,
): Promise<{ after: number; until?: number } | undefined> {
  // A restored or imported log was stored later than its facts say. So a time ends no reading early, and begins it late
  // only where nothing can be lost: nothing is stored long before the time that is written in it.
  const until = typeof to === 'number' ? { until: to - 1 } : {};
  if (typeof from === 'number') return { after: Math.max(0, from - 1), ...until };
  if (!from) return { after: 0, ...until };
  const first = await firstSequenceSince(nc, streams.events, new Date(from.getTime() - clockToleranceMs));
  return first === undefined ? undefined : { after: first - 1, ...until };
}

/** Whether a fact that was read belongs to the range by its time; by its position it does already. */
export function isInTime(fact: RecordedFact, { from, to }: ExportRange): boolean {
  if (!(from instanceof Date) && !(to instanceof Date)) return true;
  const time = Date.parse(fact.time);
  return !(from instanceof Date && time < from.getTime()) && !(to instanceof Date && time >= to.getTime());
}
