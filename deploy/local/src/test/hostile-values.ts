/** What somebody may send who wants no good. Same seed, same values. */

const long = 'x'.repeat(200_000);
const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Texts that break things: bytes that PostgreSQL, JSON, paths, subjects of NATS, terminals or browsers take badly. */
export const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\u202Eevil\u2066',
  '../../../../etc/passwd',
  '..\\..\\x',
  'a.b',
  '*',
  '>',
  'evt.>',
  "'; DROP TABLE tasks; --",
  '%',
  '_%',
  '${7*7}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'null',
  '-1',
  '1e400',
  '9007199254740993',
  'NaN',
  '0x10',
  '2026-02-30',
  '🦄'.repeat(50),
  'e\u0301'.repeat(300),
  '\r\nSet-Cookie: a=b',
];

const hostileJson: readonly unknown[] = [
  ...hostileTexts,
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  9_007_199_254_740_993,
  [],
  [[]],
  {},
  { a: { b: { c: [] } } },
  Array.from({ length: 2_000 }, (_, index) => `x${index}`),
  long.slice(0, 60_000),
];

/** Bodies that no schema has anything to do with, with the media type that they are sent as. */
export const hostileBodies: readonly (readonly [body: string | Uint8Array<ArrayBuffer>, type: string | undefined])[] = [
  ['', 'application/json'],
  ['{', 'application/json'],
  ['{"a":1}}', 'application/json'],
  ['null', 'application/json'],
  ['"text"', 'application/json'],
  ['[]', 'application/json'],
  ['\ufeff{}', 'application/json'],
  ['{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}', 'application/json'],
  ['{"title":"\\ud800"}', 'application/json'],
  [`{"a":${deep(5_000)}}`, 'application/json'],
  [deep(400_000), 'application/json'],
  [JSON.stringify({ title: 'x'.repeat(1_100_000) }), 'application/json'],
  [new Uint8Array([0xff, 0xfe, 0x00, 0x80]), 'application/json'],
  ['{}', 'application/json; charset=utf-16'],
  ['{}', 'application/json; charset=nonsense'],
  ['{}', 'text/plain'],
  ['a=1', 'application/x-www-form-urlencoded'],
  ['--x\r\n\r\n', 'multipart/form-data; boundary=x'],
  ['{}', 'application/jsonp'],
  ['{}', '\u00e4/\u00e4'],
  ['{}', undefined],
];

/** Headers that the API reads, with what it does not expect in them. */
export const hostileHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'idempotency-key': '' },
  { 'idempotency-key': 'x'.repeat(300) },
  { 'idempotency-key': 'a b' },
  { 'idempotency-key': '../../evt.>' },
  { 'idempotency-key': '\u00e4' },
  { 'if-position': '-1' },
  { 'if-position': 'nonsense' },
  { 'if-position': '9'.repeat(400) },
  { 'last-event-id': '-1' },
  { 'last-event-id': 'x'.repeat(5_000) },
  { traceparent: '00-zz' },
  { range: 'bytes=5-1' },
  { range: 'bytes=0-,-1,0-0,1-2' },
  { 'if-none-match': '*' },
  { 'if-modified-since': 'never' },
  { accept: 'application/xml' },
  { 'accept-encoding': 'nonsense;q=2, *;q=0' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'nonsense' },
  { 'x-http-method-override': 'DELETE' },
  { 'x-forwarded-host': 'evil.example' },
  { cookie: 'podium_access_token=%; a=\u00e4; ;;=;' },
  { authorization: 'Bearer ' },
];

export type Random = () => number;

/** mulberry32: small, and the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function oneOf<T>(values: readonly T[], random: Random): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined && values.length === 0) throw new RangeError('There is nothing to choose from');
  return value as T;
}

export function hostileJsonValue(random: Random): unknown {
  return oneOf(hostileJson, random);
}
