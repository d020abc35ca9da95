/** A session that waits for a slot. */
export interface Candidate {
  /** When it counts as having come, in milliseconds since 1970; decides between projects. */
  readonly queue_time_ms: number;
}

/** A project's part in the competition for slots. */
export interface Competitor<C extends Candidate> {
  readonly project_id: string;
  /** How many of its sessions may run at once; 0 where its queue is held. */
  readonly slots: number;
  /** How many hold a slot now. */
  readonly running: number;
  /** Those that may begin, in the order of the project's queue; at least as many as it has free slots. */
  readonly queued: readonly C[];
}

/**
 * The sessions that get a free slot, in the order of their admission.
 *
 * No project exceeds its slots and all together don't exceed the limit. Each slot goes to the project that has the
 * fewest running sessions; among these to the one whose next session came first. As times never change, every next
 * session becomes the oldest one sooner or later, so nobody starves.
 */
export function admissible<C extends Candidate>(competitors: readonly Competitor<C>[], limit: number): C[] {
  const places = competitors.map(({ project_id, slots, running, queued }) => ({
    project_id,
    running,
    waiting: queued.slice(0, Math.max(0, slots - running)),
  }));
  let free = limit - places.reduce((sum, { running }) => sum + running, 0);
  const admitted: C[] = [];
  for (; free > 0; free -= 1) {
    const [next] = places.filter(({ waiting }) => waiting.length > 0).sort(byTurn);
    const session = next?.waiting.shift();
    if (!next || !session) break;
    next.running += 1;
    admitted.push(session);
  }
  return admitted;
}

interface Place {
  readonly project_id: string;
  readonly running: number;
  readonly waiting: readonly Candidate[];
}

function byTurn(one: Place, other: Place): number {
  return one.running - other.running || timeOf(one) - timeOf(other) || (one.project_id < other.project_id ? -1 : 1);
}

function timeOf({ waiting: [next] }: Place): number {
  return next?.queue_time_ms ?? Infinity;
}
