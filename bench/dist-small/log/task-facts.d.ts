import type { Aggregate } from '@podium/event-sourcing';
import { type EventEnvelope, type FactType } from '@podium/proto';
/** So many tasks of one project. */
export declare function newTasks(count: number): Aggregate[];
/**
 * The fact that a task of the product would have at a version (from 1): it is created, executed, reviewed and moved,
 * again and again.
 */
export declare function taskFact(aggregate: Aggregate, version: number): EventEnvelope<FactType>;
/** The facts of many tasks, each task's first one, then each one's second, … */
export declare function taskFacts(tasks: readonly Aggregate[], perTask: number): Generator<EventEnvelope<FactType>>;
//# sourceMappingURL=task-facts.d.ts.map