import { ApiRefusal } from './api-status.ts';
import { isRecord } from './resources.ts';

/** JSON merge patch, RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}

/** What each field manager applied last, as far as it matters: server-side apply is about who owns which field. */
export type AppliedBy = Readonly<Record<string, unknown>>;

export interface Apply {
  readonly current: unknown;
  readonly applied: unknown;
  readonly manager: string;
  readonly force: boolean;
  readonly managers: AppliedBy;
}

/**
 * Server-side apply: what the manager named before and names no more goes, unless another manager names it as well;
 * what it names is set. A field that another manager set to something else is a conflict, or taken over by force.
 */
export function serverSideApply({ current, applied, manager, force, managers }: Apply): unknown {
  const others = Object.entries(managers).filter(([name]) => name !== manager);
  for (const [name, theirs] of force ? [] : others) {
    const fields = conflictsBetween(applied, theirs, '');
    if (fields.length === 0) continue;
    const message = `Apply failed with ${fields.length} conflict: conflict with "${name}": ${fields.join(', ')}`;
    throw new ApiRefusal(409, 'Conflict', message);
  }
  const kept = others.map(([, theirs]) => theirs);
  return merged(without(current, managers[manager], [applied, ...kept]), applied);
}

function merged(target: unknown, applied: unknown): unknown {
  if (isKeyed(applied)) {
    const items = isKeyed(target) ? [...target] : [];
    for (const item of applied) {
      const index = items.findIndex((candidate) => candidate.name === item.name);
      if (index < 0) items.push(item);
      else items[index] = merged(items[index], item) as Keyed;
    }
    return items;
  }
  if (!isRecord(applied)) return applied;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(applied)) result[key] = merged(result[key], value);
  return result;
}

/** Takes fields away that were applied before and that nobody applies now. */
function without(target: unknown, before: unknown, now: readonly unknown[]): unknown {
  if (isKeyed(target) && isKeyed(before)) {
    return target
      .filter((item) => !named(before, item.name) || now.some((each) => named(each, item.name)))
      .map((item) =>
        without(
          item,
          named(before, item.name),
          now.map((each) => named(each, item.name)),
        ),
      );
  }
  if (!isRecord(target) || !isRecord(before)) return target;
  const fieldOf = (each: unknown, key: string): unknown => (isRecord(each) ? each[key] : undefined);
  const entries = Object.entries(target)
    .filter(([key]) => !(key in before) || now.some((each) => fieldOf(each, key) !== undefined))
    .map(
      ([key, value]) =>
        [
          key,
          without(
            value,
            before[key],
            now.map((each) => fieldOf(each, key)),
          ),
        ] as const,
    );
  return Object.fromEntries(entries);
}

function conflictsBetween(ours: unknown, theirs: unknown, path: string): string[] {
  if (ours === undefined || theirs === undefined) return [];
  if (isKeyed(ours) && isKeyed(theirs)) {
    return ours.flatMap((item) => conflictsBetween(item, named(theirs, item.name), `${path}[name="${item.name}"]`));
  }
  if (isRecord(ours) && isRecord(theirs)) {
    return Object.keys(ours).flatMap((key) => conflictsBetween(ours[key], theirs[key], `${path}.${key}`));
  }
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [path];
}

type Keyed = Record<string, unknown> & { readonly name: string };

/** Lists whose items have names are merged by these, all others are replaced. */
function isKeyed(value: unknown): value is Keyed[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && typeof item['name'] === 'string')
  );
}

function named(list: unknown, name: string): Keyed | undefined {
  return isKeyed(list) ? list.find((item) => item.name === name) : undefined;
}
