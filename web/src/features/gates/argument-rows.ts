/** Names and values of what a tool is called with, as text; without what is `shown` already. */
export function argumentRows(
  given: Readonly<Record<string, unknown>>,
  shown: readonly (string | null)[],
): [name: string, value: string][] {
  return Object.entries(given)
    .filter(([, value]) => typeof value !== 'string' || !shown.includes(value))
    .map(([name, value]) => [name, written(value)]);
}

function written(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '(empty)' : value;
  return JSON.stringify(value, null, 2);
}
