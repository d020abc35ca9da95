import { PodiumApi, type PodiumStack } from '@podium/stack-driver';
import { measureExecute } from './execute.ts';
import { percentile, type Figure } from './harness.ts';
import { measureLive } from './live.ts';
import { measureCommands } from './log/commands.ts';
import { measureLoading } from './log/loading.ts';
import { measureRebuild } from './log/rebuild.ts';
import { measureRawEngine } from './raw-engine.ts';
import { measureReturning } from './returning.ts';
import { measureFreshClone, measureStart } from './start.ts';

/** Something to measure, under the name by which it is selected. */
export interface Scenario {
  readonly name: string;
  /** For a person who looks for one. */
  readonly about: string;
  readonly measure: () => Promise<Figure[]>;
}

/** In the order in which they are measured. */
export const scenarios: readonly Scenario[] = [
  { name: 'start', about: 'npm start on built sources, and the memory of the idle stack', measure: measureStartAlone },
  { name: 'execute', about: 'POST …/execute against the raw engine', measure: () => withRawEngine(executeFigures) },
  { name: 'live', about: 'a fact on its way to 100 Socket.IO clients', measure: () => withRawEngine(liveFigures) },
  { name: 'returning', about: 'a client that missed 1,000 events', measure: () => withStack(measureReturning) },
  { name: 'rebuild', about: 'a projection of 1,000,000 facts, built anew', measure: measureRebuild },
  { name: 'commands', about: 'load, decide, append; against bare appends and Emmett', measure: measureCommands },
  { name: 'loading', about: 'one aggregate out of a short and a long log', measure: measureLoading },
  { name: 'clone', about: 'npm start on a fresh clone', measure: measureFreshClone },
];
