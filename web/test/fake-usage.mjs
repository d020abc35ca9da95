import { people } from './fake-people.mjs';

const dayMs = 86_400_000;
const names = {
  model: ['Demo model (scripted)', 'Careful demo model', 'Another model'],
  person: people.map(({ name }) => name),
  task: [
    'Import orders from the old shop',
    'Add a health endpoint',
    'Move to the new mail provider',
    'Test how prices are rounded',
    'Cache the price list',
  ],
};
const shares = [0.46, 0.27, 0.15, 0.08, 0.04];

/** What the fake gateway's projects used: made up, little on weekends, and the same however often it is asked. */
export function usageOf(log, by) {
  const days = Array.from({ length: 30 }, (_, ago) =>
    usage(new Date(Date.now() - ago * dayMs), 1 + 0.3 * Math.sin(ago * 1.9)),
  );
  const total = sumOf(days);
  const labels = by === 'project' ? log.projects().map(({ name }) => name) : names[by];
  const groups =
    by === 'day' ? days : labels.map((label, at) => ({ key: label, label, ...part(total, at, labels.length) }));
  return { by, total, groups, total_groups: groups.length };
}

function usage(date, weight) {
  const busy = [0.1, 0.7, 1, 0.85, 1.1, 0.6, 0.15][date.getUTCDay()] * weight;
  const key = date.toISOString().slice(0, 10);
  const tokens = { input_tokens: 410_000 * busy, output_tokens: 62_000 * busy, cached_tokens: 900_000 * busy };
  return rounded({ key, label: key, ...tokens, cost_usd: 3.4 * busy, sessions: 14 * busy, prompts: 23 * busy });
}

/** The first of some groups has the largest part. */
function part(total, at, count) {
  const share = shares[at] / shares.slice(0, count).reduce((sum, one) => sum + one, 0);
  return rounded(Object.fromEntries(Object.entries(total).map(([name, value]) => [name, value * share])));
}

function sumOf(groups) {
  const [{ key: _, label: __, ...first }, ...rest] = groups;
  return Object.fromEntries(
    Object.keys(first).map((name) => [name, rest.reduce((sum, group) => sum + group[name], first[name])]),
  );
}

function rounded(values) {
  const round = ([name, value]) => [name, typeof value === 'number' && name !== 'cost_usd' ? Math.round(value) : value];
  return Object.fromEntries(Object.entries(values).map(round));
}
