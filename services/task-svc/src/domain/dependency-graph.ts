import { fact, reject, type Decider, type NewFact, type Rejected } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';

/** Id of the one aggregate of a project that knows who waits for whom. */
export const dependenciesId = 'dependencies';

/** Which tasks each task waits for, in the order in which that was said. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

export interface AddDependency {
  readonly kind: 'add-dependency';
  readonly taskId: string;
  readonly dependsOnTaskId: string;
  /** What people call the tasks of the cycle that this would close. */
  readonly titles: ReadonlyMap<string, string>;
}

export interface RemoveDependency {
  readonly kind: 'remove-dependency';
  readonly taskId: string;
  readonly dependsOnTaskId: string;
}

export type DependencyCommand = AddDependency | RemoveDependency;

export const maxDependencies = 50;

export const dependencyDecider: Decider<DependencyGraph, DependencyCommand> = {
  initialState: new Map(),
  evolve: evolveDependencies,
  decide: (graph, command) =>
    command.kind === 'add-dependency' ? addDependency(graph, command) : removeDependency(graph, command),
};

/** Folds one fact into the graph; facts of other aggregates leave it as it is. */
export function evolveDependencies(graph: DependencyGraph, fact: RecordedFact): DependencyGraph {
  switch (fact.type) {
    case 'podium.task.v1.TaskDependencyAdded': {
      const { taskId, dependsOnTaskId } = fact.data;
      const others = dependenciesOf(graph, taskId).filter((id) => id !== dependsOnTaskId);
      return new Map(graph).set(taskId, [...others, dependsOnTaskId]);
    }
    case 'podium.task.v1.TaskDependencyRemoved': {
      const { taskId, dependsOnTaskId } = fact.data;
      const rest = dependenciesOf(graph, taskId).filter((id) => id !== dependsOnTaskId);
      const next = new Map(graph);
      if (rest.length > 0) next.set(taskId, rest);
      else next.delete(taskId);
      return next;
    }
    default:
      return graph;
  }
}

/** Tasks that a task waits for. */
export function dependenciesOf(graph: DependencyGraph, taskId: string): readonly string[] {
  return graph.get(taskId) ?? [];
}

/** Tasks that wait for a task. */
export function dependantsOf(graph: DependencyGraph, taskId: string): string[] {
  return [...graph].filter(([, dependencies]) => dependencies.includes(taskId)).map(([id]) => id);
}

/**
 * The cycle that a dependency would close: from the task along what waits for what back to it; undefined where there is
 * none.
 */
export function cycleOf(graph: DependencyGraph, taskId: string, dependsOnTaskId: string): string[] | undefined {
  const cameFrom = new Map<string, string>([[dependsOnTaskId, taskId]]);
  const queue = [dependsOnTaskId];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === taskId) return pathTo(taskId, dependsOnTaskId, cameFrom);
    for (const dependency of dependenciesOf(graph, next)) {
      if (cameFrom.has(dependency)) continue;
      cameFrom.set(dependency, next);
      queue.push(dependency);
    }
  }
  return undefined;
}

/** Follows the steps of the search back from the task to its dependency. */
function pathTo(taskId: string, dependsOnTaskId: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [taskId];
  let step = taskId === dependsOnTaskId ? undefined : cameFrom.get(taskId);
  while (step !== undefined && step !== taskId) {
    path.unshift(step);
    step = step === dependsOnTaskId ? undefined : cameFrom.get(step);
  }
  return [taskId, ...path];
}

function addDependency(graph: DependencyGraph, command: AddDependency): readonly NewFact[] | Rejected {
  const { taskId, dependsOnTaskId, titles } = command;
  const present = dependenciesOf(graph, taskId);
  if (present.includes(dependsOnTaskId)) return [];
  const cycle = cycleOf(graph, taskId, dependsOnTaskId);
  if (cycle) return reject('dependency_cycle', cycleSentence(cycle, titles));
  if (present.length >= maxDependencies) {
    return reject('too_many_dependencies', `A task may wait for up to ${maxDependencies} others.`);
  }
  return [fact('podium.task.v1.TaskDependencyAdded', { taskId, dependsOnTaskId })];
}

function removeDependency(graph: DependencyGraph, { taskId, dependsOnTaskId }: RemoveDependency): readonly NewFact[] {
  if (!dependenciesOf(graph, taskId).includes(dependsOnTaskId)) return [];
  return [fact('podium.task.v1.TaskDependencyRemoved', { taskId, dependsOnTaskId })];
}

function cycleSentence(cycle: readonly string[], titles: ReadonlyMap<string, string>): string {
  const names = cycle.map((id) => `“${titles.get(id) ?? id}”`);
  if (cycle.length <= 2) return `${names[0]} can’t wait for itself.`;
  const [first, second, ...rest] = names;
  return `That would be a circle: ${first} would wait for ${second}${rest.map((name) => `, which waits for ${name}`).join('')}.`;
}
