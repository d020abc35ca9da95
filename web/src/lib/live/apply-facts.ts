import type { BoardView } from '@podium/board';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import type { QueryClient } from '@tanstack/react-query';
import type { ProjectList } from '../api/types.ts';
import { foldProjects } from './fold-projects.ts';
import { foldBoardFacts } from './queries.ts';
import { isSessionFact } from './session-facts.ts';
import { foldTimeline, namesIn, type Timeline } from './timeline.ts';

/** Folds a batch of live facts into everything that the cache holds. */
export function applyFacts(client: QueryClient, facts: readonly RecordedFact[]): void {
  client.setQueriesData<BoardView | null>({ queryKey: ['board'] }, (board) => board && foldBoardFacts(board, facts));
  applyToProjects(client, facts);
  applyToArchives(client, facts);
  client.setQueriesData<Timeline>(
    { queryKey: ['timeline'] },
    (timeline) => timeline && foldTimeline(timeline, facts, namesIn(client, timeline.project_id)),
  );
  invalidateStories(client, facts);
  for (const fact of facts) {
    if (!isSessionFact(fact) || !('taskId' in fact.data)) continue;
    void client.invalidateQueries({ queryKey: ['sessions', projectIdOf(fact), fact.data.taskId] });
    if (endsWork(fact.type)) void client.invalidateQueries({ queryKey: ['changes', fact.data.sessionId] });
  }
}

/** What a turn changed is known when it has ended. */
function endsWork(type: string): boolean {
  return /\.(TurnEnded|Session(Completed|Failed|Cancelled))$/.test(type);
}

/** A story is told by the server, which knows the causes. What a pod does explains why a task waits. */
function invalidateStories(client: QueryClient, facts: readonly RecordedFact[]): void {
  const taskIds = new Set(facts.flatMap((fact) => ('taskId' in fact.data ? fact.data.taskId : [])));
  const isOfPod = facts.some((fact) => fact.type.startsWith('podium.pod.'));
  void client.invalidateQueries({
    predicate: ({ queryKey: [kind, taskId] }) => kind === 'story' && (isOfPod || taskIds.has(String(taskId))),
  });
}

/** A card that someone puts away is not in the archive's own facts, so it is fetched. */
function applyToArchives(client: QueryClient, facts: readonly RecordedFact[]): void {
  const fold = (archive: BoardView | null | undefined) => archive && foldBoardFacts(archive, facts);
  client.setQueriesData<BoardView | null>({ queryKey: ['archive'] }, fold);
  const grown = facts.filter(({ type }) => /^podium\.task\.v\d+\.(TaskArchived|TaskRestored)$/.test(type));
  for (const fact of grown) void client.invalidateQueries({ queryKey: ['archive', projectIdOf(fact)] });
}

function applyToProjects(client: QueryClient, facts: readonly RecordedFact[]): void {
  let exact = true;
  client.setQueryData<ProjectList>(['projects'], (list) => {
    if (!list) return list;
    return facts.reduce((folding, fact) => {
      const folded = foldProjects(folding, fact);
      exact &&= folded.exact;
      return folded.list;
    }, list);
  });
  if (!exact) void client.invalidateQueries({ queryKey: ['projects'] });
}
