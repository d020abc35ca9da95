/** A state holds something that can't be written down and read back as the same. */
export class StateCodecError extends Error {
  override readonly name = 'StateCodecError';
  readonly code = 'state_not_encodable';
}

/** Marks what JSON has no word for. */
const tag = '$';

type Tagged =
  | { readonly [tag]: 'undefined' }
  | { readonly [tag]: 'map' | 'object'; readonly entries: readonly (readonly [unknown, unknown])[] }
  | { readonly [tag]: 'set'; readonly values: readonly unknown[] };

/**
 * A state as JSON that {@link decodeState} turns back into an equal one. Knows plain objects, arrays, maps, sets,
 * `undefined` and what JSON knows itself.
 *
 * @throws StateCodecError for anything else, such as an object of a class.
 */
export function encodeState(value: unknown): unknown {
  if (value === undefined) return { [tag]: 'undefined' } satisfies Tagged;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return value;
  if (Array.isArray(value)) return value.map(encodeState);
  if (value instanceof Map) return { [tag]: 'map', entries: encodeEntries([...value]) } satisfies Tagged;
  if (value instanceof Set) return { [tag]: 'set', values: [...value].map(encodeState) } satisfies Tagged;
  if (typeof value !== 'object' || !isPlain(value)) {
    throw new StateCodecError(
      `A state can't hold ${typeof value === 'object' ? value.constructor.name : typeof value}`,
    );
  }
  const entries = Object.entries(value);
  // Names that would not survive as names of properties, or would be taken for a mark.
  return entries.some(([name]) => name === tag || name === '__proto__')
    ? ({ [tag]: 'object', entries: encodeEntries(entries) } satisfies Tagged)
    : Object.fromEntries(entries.map(([name, part]) => [name, encodeState(part)]));
}

/** The state that was encoded. @throws StateCodecError for a mark that this version does not know. */
export function decodeState(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map(decodeState);
  if (!(tag in json)) return Object.fromEntries(Object.entries(json).map(([name, part]) => [name, decodeState(part)]));
  const tagged = json as Tagged;
  switch (tagged[tag]) {
    case 'undefined':
      return undefined;
    case 'map':
      return new Map(decodeEntries(tagged.entries));
    case 'object':
      return Object.fromEntries(decodeEntries(tagged.entries));
    case 'set':
      return new Set(tagged.values.map(decodeState));
    default:
      throw new StateCodecError(`There is no ${String(json[tag as never])} in states`);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function encodeEntries(entries: readonly (readonly [unknown, unknown])[]): [unknown, unknown][] {
  return entries.map(([key, value]) => [encodeState(key), encodeState(value)]);
}

function decodeEntries(entries: readonly (readonly [unknown, unknown])[]): [never, unknown][] {
  return entries.map(([key, value]) => [decodeState(key) as never, decodeState(value)]);
}
