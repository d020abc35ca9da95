import { timelineMark, type TimelineMark } from '@podium/board';
import { projectIdOf, type RecordedFact } from '@podium/proto';
import type { QueryClient } from '@tanstack/react-query';
import { getTimeline } from '../api/requests.ts';
import type { BoardView, SystemInfo } from '../api/types.ts';

/** A project's history as its scrubber shows it. */
export interface Timeline {
  project_id: string;
  /** Every fact up to here is told. */
  position: number;
  /** Oldest first. */
  marks: readonly TimelineMark[];
}

/** What the facts don't say themselves. */
export interface TimelineNames {
  titleOf: (taskId: string) => string | undefined;
  nameOf: (personId: string) => string;
}

/** All pages of a timeline. @param floor the log is known to reach this far, wherever the project's last fact is */
export async function fetchTimeline(projectId: string, floor: number, signal: AbortSignal): Promise<Timeline> {
  const marks: TimelineMark[] = [];
  let position = floor;
  let cursor: string | null = null;
  do {
    const page = await getTimeline(projectId, cursor, signal, floor);
    marks.push(...page.marks);
    position = Math.max(position, page.head.position);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return { project_id: projectId, position, marks };
}

export function foldTimeline(timeline: Timeline, facts: readonly RecordedFact[], names: TimelineNames): Timeline {
  const later = facts.filter((fact) => fact.position > timeline.position);
  const last = later.at(-1);
  if (!last) return timeline;
  const marks = later.flatMap((fact) =>
    projectIdOf(fact) === timeline.project_id ? (timelineMark(fact, names) ?? []) : [],
  );
  return {
    ...timeline,
    position: last.position,
    marks: marks.length > 0 ? [...timeline.marks, ...marks] : timeline.marks,
  };
}

/** Titles and names as the cache knows them. */
export function namesIn(client: QueryClient, projectId: string): TimelineNames {
  const person = client.getQueryData<SystemInfo>(['system'])?.person;
  const tasks = client.getQueryData<BoardView | null>(['board', projectId])?.tasks;
  return {
    titleOf: (taskId) => tasks?.find((task) => task.id === taskId)?.title,
    nameOf: (personId) => (personId === person?.id ? person.name : personId),
  };
}
