import { InvalidArgumentError } from 'commander';

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A time: RFC 3339 (a date alone is its midnight, UTC), or how long ago (`90s`, `10m`, `2h`, `3d`, `1w`). */
export function parseTime(text: string, now = Date.now()): Date {
  const [, count, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
  const unitMs = unitsMs[unit];
  if (count !== undefined && unitMs !== undefined) return new Date(now - Number(count) * unitMs);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(NaN);
  if (Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('Neither a time such as 2026-01-31T12:00:00Z nor an age such as 10m, 2h or 3d.');
  }
  return time;
}

/** A position, a sequence, an id of a parked message. */
export function parsePosition(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError('Not a whole number from 1.');
  }
  return number;
}

/** How many. */
export function parseCount(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number)) throw new InvalidArgumentError('Not a whole number.');
  return number;
}

/** For options that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** An id as it stands in subjects; a wrong character would cost the connection. */
export function parseId(text: string): string {
  if (!/^(?:[a-z0-9-]{1,64}|_)$/.test(text)) {
    throw new InvalidArgumentError('Ids are made of 1 to 64 of a-z, 0-9 and "-".');
  }
  return text;
}
