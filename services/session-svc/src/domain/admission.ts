/** A session that has not ended, as the scheduler sees it. */
export interface Contender {
  readonly session_id: string;
  /** `queued` waits for a slot, `admitted` holds one. */
  readonly status: 'queued' | 'admitted';
}

/**
 * The queued sessions of a project that have a free slot, first come first served.
 *
 * Asked twice before the first answer has taken effect, it names the same sessions again: admitting them twice does
 * nothing, and no more than the free slots are ever named.
 * @param contenders at least the project's admitted sessions and its first `slots` queued ones, in order of arrival.
 */
export function admissible<C extends Contender>(contenders: readonly C[], slots: number): C[] {
  const admitted = contenders.filter(({ status }) => status === 'admitted').length;
  const queued = contenders.filter(({ status }) => status === 'queued');
  return queued.slice(0, Math.max(0, slots - admitted));
}
