import { foldBoard, type BoardView } from '@podium/board';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import { queryOptions } from '@tanstack/react-query';
import { ProblemError } from '../api/problem.ts';
import { getArchivedTasks, getBoard, getBoardAt, getProjects, getStory, getSystem } from '../api/requests.ts';
import type { ProjectList } from '../api/types.ts';
import { foldProjects } from './fold-projects.ts';
import type { Live } from './live.ts';
import { fetchTimeline, foldTimeline, namesIn, type Timeline } from './timeline.ts';

/** Snapshots never grow stale by time: facts are folded into them. */
const folded = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false } as const;

/** A project's board; null once the project is deleted. */
export function boardQuery(live: Live, projectId: string) {
  return queryOptions({
    queryKey: ['board', projectId],
    queryFn: ({ signal }) =>
      caughtUp<BoardView, BoardView | null>(live, (floor) => getBoard(projectId, signal, floor), foldBoardFacts),
    structuralSharing: (before, after) => newer<BoardView>(before, after),
    ...folded,
  });
}

/** The archived cards of a board that is in the cache, as a board that has only them; null once the project is deleted. */
export function archiveQuery(live: Live, projectId: string) {
  return queryOptions({
    queryKey: ['archive', projectId],
    queryFn: ({ signal, client }) =>
      caughtUp<BoardView, BoardView | null>(
        live,
        async (floor) => {
          const board = client.getQueryData<BoardView | null>(['board', projectId]);
          if (!board) throw new Error('An archive is shown beside its board only');
          return { ...board, position: floor, tasks: await getArchivedTasks(projectId, signal, floor) };
        },
        foldBoardFacts,
      ),
    structuralSharing: (before, after) => newer<BoardView>(before, after),
    ...folded,
  });
}

export function projectsQuery(live: Live) {
  return queryOptions({
    queryKey: ['projects'],
    queryFn: ({ signal }) =>
      caughtUp<ProjectList, ProjectList>(
        live,
        (floor) => getProjects(signal, floor),
        (list, facts) => facts.reduce((folding, fact) => foldProjects(folding, fact).list, list),
      ),
    structuralSharing: (before, after) => newer<ProjectList>(before, after),
    ...folded,
  });
}

export function timelineQuery(live: Live, projectId: string) {
  return queryOptions({
    queryKey: ['timeline', projectId],
    queryFn: ({ signal, client }) =>
      caughtUp<Timeline, Timeline>(
        live,
        (floor) => fetchTimeline(projectId, floor, signal),
        (timeline, facts) => foldTimeline(timeline, facts, namesIn(client, projectId)),
      ),
    structuralSharing: (before, after) => newer<Timeline>(before, after),
    ...folded,
  });
}

/** The past does not change: what was fetched once is kept for a while. */
export function pastBoardQuery(projectId: string, position: number) {
  return queryOptions({
    queryKey: ['past-board', projectId, position],
    queryFn: ({ signal }) => getBoardAt(projectId, position, signal),
    ...folded,
    gcTime: 120_000,
    structuralSharing: false,
  });
}

/** Fetched anew with each fact of the task; the causes are found by the server. */
export function storyQuery(live: Live, taskId: string) {
  return queryOptions({ queryKey: ['story', taskId], queryFn: ({ signal }) => getStory(taskId, signal, live.floor) });
}

export function systemQuery() {
  return queryOptions({ queryKey: ['system'], queryFn: ({ signal }) => getSystem(signal), staleTime: 60_000 });
}

/** Folds the facts of the board's project; null once it is deleted. */
export function foldBoardFacts(board: BoardView, facts: readonly RecordedFact[]): BoardView | null {
  let folding: BoardView | null = board;
  for (const fact of facts) {
    if (folding && projectIdOf(fact) === board.project.id) folding = foldBoard(folding, fact);
  }
  return folding;
}

/** A snapshot plus every fact that arrived since. One that is too old is asked for again, with the cursor as its floor. */
async function caughtUp<S extends { position: number }, R>(
  live: Live,
  fetchSnapshot: (floor: number) => Promise<S>,
  fold: (snapshot: S, facts: readonly RecordedFact[]) => R,
): Promise<R> {
  const snapshot = await fetchSnapshot(live.floor);
  const facts = live.factsAfter(snapshot.position);
  if (facts) return fold(snapshot, facts);

  const fresh = await fetchSnapshot(live.floor);
  const later = live.factsAfter(fresh.position);
  if (later) return fold(fresh, later);
  throw new ProblemError({
    title: 'The server is behind',
    status: 503,
    detail:
      'The server’s view is older than what this page has shown already. It catches up by itself; try again in a moment.',
    code: 'behind',
    fields: {},
  });
}

/** An older answer never overwrites a newer fold. */
function newer<T extends { position: number }>(before: unknown, after: unknown): unknown {
  const [old, next] = [before as T | null | undefined, after as T | null | undefined];
  return old && next && old.position > next.position ? old : next;
}
