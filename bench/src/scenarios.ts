import { measureExecute } from './execute.ts';
import type { Figure } from './harness.ts';
import { measureLive } from './live.ts';
import { measureCommands } from './log/commands.ts';
import { measureLoading } from './log/loading.ts';
import { measureRebuild } from './log/rebuild.ts';
import { measureQueue } from './queue.ts';
import { measureReconcile } from './reconcile.ts';
import { measureReplicas } from './replicas/commands-of-replicas.ts';
import { measureReturning } from './returning.ts';
import { measureStops } from './sessions/stops.ts';
import { measureStreams } from './sessions/streams.ts';
import { StackUnderTest } from './stack-under-test.ts';
import { measureFreshClone, measureIdle } from './start.ts';
import { measureBoard, measureHugeBoard } from './web-board.ts';
import { measureLongLog } from './web-log.ts';
import { measureMoves, measureStreamingMemory } from './web-live.ts';

/** Something to measure, under the name by which it is selected. */
export interface Scenario {
  readonly name: string;
  /** For a person who looks for one. */
  readonly about: string;
  readonly measure: () => Promise<Figure[]>;
}

/** In the order in which they are measured; the first ones share a stack, which ends with `close`. */
export function allScenarios(): { scenarios: readonly Scenario[]; close: () => Promise<void> } {
  const shared = new StackUnderTest();
  const onStack = (name: string, about: string, measure: (stack: StackUnderTest) => Promise<Figure[]>): Scenario => ({
    name,
    about,
    measure: () => measure(shared),
  });
  return {
    scenarios: [
      onStack('start', 'npm start on built sources, and the idle stack', measureIdle),
      onStack('execute', 'POST …/execute against the raw engine', measureExecute),
      onStack('live', 'facts on their way to 100 Socket.IO clients', measureLive),
      onStack('returning', 'a client that missed 1,000 events comes back', measureReturning),
      onStack('queue', 'a freed slot is given to the next session', measureQueue),
      onStack('stop', 'a session is stopped, and its processes are gone', measureStops),
      onStack('board', '1,000 cards in a browser: paint, interactions, JavaScript', measureBoard),
      onStack('board-huge', '10,000 cards in a browser: frames while scrolling and dragging', measureHugeBoard),
      onStack('board-moves', 'a move in one browser shows in another one', measureMoves),
      {
        name: 'board-log',
        about: '100,000 lines of output in a browser: opened, scrolled, searched',
        measure: measureLongLog,
      },
      { name: 'board-memory', about: 'a tab while output streams into it', measure: measureStreamingMemory },
      { name: 'streams', about: '30 sessions that talk at once; session-svc is killed', measure: measureStreams },
      { name: 'rebuild', about: 'a projection of 1,000,000 facts is built anew', measure: measureRebuild },
      { name: 'commands', about: 'load, decide, append; against bare appends and Emmett', measure: measureCommands },
      { name: 'replicas', about: 'commands of three task-svc against one', measure: measureReplicas },
      { name: 'reconcile', about: 'pod-svc starts on a cluster with 1,000 projects', measure: measureReconcile },
      { name: 'loading', about: 'one aggregate out of a short and a long log', measure: measureLoading },
      { name: 'clone', about: 'npm start on a fresh clone', measure: measureFreshClone },
    ],
    close: () => shared.close(),
  };
}
