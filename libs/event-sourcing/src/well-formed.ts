const halves = /\p{Surrogate}/gu;

/**
 * The same data with every half of a surrogate pair replaced by U+FFFD: a text that somebody cut between the two is no
 * text to the log, and must not keep what it tells of from happening. What is well-formed already is given back as it is.
 */
export function wellFormed<T>(data: T): T {
  return mended(data) as T;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(halves, '\uFFFD');
  if (Array.isArray(value)) {
    const items = value.map(mended);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, field]) => [key, mended(field), field] as const);
  return entries.every(([, after, before]) => after === before)
    ? value
    : Object.fromEntries(entries.map(([key, after]) => [key, after]));
}
