/** A session that has not ended, as the scheduler sees it. */
export interface Contender {
  readonly session_id: string;
  readonly project_id: string;
  /** `queued` waits for a slot, `admitted` holds one. */
  readonly status: 'queued' | 'admitted';
}

/**
 * The queued sessions that have a free slot in their project, first come first served.
 *
 * Asked twice before the first answer has taken effect, it names the same sessions again: admitting them twice does
 * nothing, and no more than the free slots are ever named.
 * @param queue in the order of arrival.
 * @param slots by project id; a project without an entry admits nothing.
 */
export function admissible<C extends Contender>(queue: readonly C[], slots: ReadonlyMap<string, number>): C[] {
  const free = new Map(slots);
  for (const contender of queue) {
    if (contender.status === 'admitted') free.set(contender.project_id, (free.get(contender.project_id) ?? 0) - 1);
  }
  return queue.filter((contender) => {
    const left = free.get(contender.project_id) ?? 0;
    if (contender.status !== 'queued' || left <= 0) return false;
    free.set(contender.project_id, left - 1);
    return true;
  });
}
