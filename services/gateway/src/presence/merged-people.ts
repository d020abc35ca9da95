/** One person, however many windows they have open. */
export interface PersonPresent {
  /** `user:<id>`. */
  readonly actor: string;
  readonly name: string;
  /** Windows and devices. */
  readonly connections: number;
}

/** Each person once, by name. */
export function mergedPeople(lists: readonly (readonly PersonPresent[])[]): PersonPresent[] {
  const byActor = new Map<string, PersonPresent>();
  for (const person of lists.flat()) {
    const connections = (byActor.get(person.actor)?.connections ?? 0) + person.connections;
    byActor.set(person.actor, { ...person, connections });
  }
  return [...byActor.values()].sort((one, other) => compare(one.name, other.name) || compare(one.actor, other.actor));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
