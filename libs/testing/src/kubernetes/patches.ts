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
  return merged('', without('', current, managers[manager], [applied, ...kept]), applied);
}

/** Field that tells the items of a list apart, by the list's own name; all other lists are replaced whole. */
const itemKeys: Readonly<Record<string, string>> = {
  conditions: 'type',
  containers: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  initContainers: 'name',
  ownerReferences: 'uid',
  volumeMounts: 'mountPath',
  volumes: 'name',
};

type Item = Readonly<Record<string, unknown>>;

function merged(field: string, target: unknown, applied: unknown): unknown {
  const key = itemKeys[field];
  if (key !== undefined && isItems(applied)) {
    const items: unknown[] = isItems(target) ? [...target] : [];
    for (const item of applied) {
      const index = items.findIndex((candidate) => isRecord(candidate) && candidate[key] === item[key]);
      if (index < 0) items.push(item);
      else items[index] = merged('', items[index], item);
    }
    return items;
  }
  if (!isRecord(applied)) return applied;
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(applied)) result[name] = merged(name, result[name], value);
  return result;
}

/** Takes fields away that were applied before and that nobody applies now. */
function without(field: string, target: unknown, before: unknown, now: readonly unknown[]): unknown {
  const key = itemKeys[field];
  if (key !== undefined && isItems(target)) {
    const find = (list: unknown, item: Item): Item | undefined => itemOf(list, key, item);
    return target
      .filter((item) => !find(before, item) || now.some((each) => find(each, item)))
      .map((item) => {
        const applied = now.map((each) => find(each, item));
        return without('', item, find(before, item), applied);
      });
  }
  if (!isRecord(target) || !isRecord(before)) return target;
  const fieldOf = (each: unknown, name: string): unknown => (isRecord(each) ? each[name] : undefined);
  const entries = Object.entries(target)
    .filter(([name]) => !(name in before) || now.some((each) => fieldOf(each, name) !== undefined))
    .map(([name, value]) => {
      const applied = now.map((each) => fieldOf(each, name));
      return [name, without(name, value, before[name], applied)] as const;
    });
  return Object.fromEntries(entries);
}

function conflictsBetween(ours: unknown, theirs: unknown, path: string): string[] {
  if (ours === undefined || theirs === undefined) return [];
  const field = path.slice(path.lastIndexOf('.') + 1);
  const key = itemKeys[field];
  if (key !== undefined && isItems(ours)) {
    return ours.flatMap((item) =>
      conflictsBetween(item, itemOf(theirs, key, item), `${path}[${key}=${JSON.stringify(item[key])}]`),
    );
  }
  if (isRecord(ours) && isRecord(theirs)) {
    return Object.keys(ours).flatMap((name) => conflictsBetween(ours[name], theirs[name], `${path}.${name}`));
  }
  return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [path];
}

function isItems(value: unknown): value is Item[] {
  return Array.isArray(value) && value.every(isRecord);
}

function itemOf(list: unknown, key: string, item: Item): Item | undefined {
  return isItems(list) ? list.find((candidate) => candidate[key] === item[key]) : undefined;
}
