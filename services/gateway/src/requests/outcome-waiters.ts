import type { RecordedFact, Rejection } from '@podium/proto';

/** What became of a request. */
export type Settled =
  | { readonly kind: 'accepted'; readonly facts: readonly RecordedFact[]; readonly position: number }
  /** What was asked for already held. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'rejected'; readonly rejection: Rejection };

/** Requests whose outcome somebody waits for, by id. */
export class OutcomeWaiters {
  readonly #waiting = new Map<string, Set<(settled: Settled) => void>>();

  /**
   * Begins to wait. Call it before the request is published, so that the outcome can't come first.
   *
   * @returns the outcome, undefined if it does not come in time, and a way to end the waiting.
   */
  expect(requestId: string): { outcome(timeoutMs: number): Promise<Settled | undefined>; cancel(): void } {
    const waiting = this.#waiting.get(requestId) ?? new Set();
    this.#waiting.set(requestId, waiting);
    let arrived: (settled: Settled) => void = () => undefined;
    const arrival = new Promise<Settled>((resolve) => (arrived = resolve));
    waiting.add(arrived);
    const cancel = (): void => {
      waiting.delete(arrived);
      if (waiting.size === 0 && this.#waiting.get(requestId) === waiting) this.#waiting.delete(requestId);
    };
    const outcome = async (timeoutMs: number): Promise<Settled | undefined> => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, timeoutMs, undefined)));
      try {
        return await Promise.race([arrival, late]);
      } finally {
        clearTimeout(timer);
        cancel();
      }
    };
    return { outcome, cancel };
  }

  settle(requestId: string, settled: Settled): void {
    for (const arrived of this.#waiting.get(requestId) ?? []) arrived(settled);
  }

  /** Facts in the order of the log: those that name an awaited request as their cause are its outcome. */
  observe(facts: readonly RecordedFact[]): void {
    if (this.#waiting.size === 0) return;
    for (const [requestId, made] of groupByCause(facts, (id) => this.#waiting.has(id))) {
      this.settle(requestId, { kind: 'accepted', facts: made, position: made.at(-1)?.position ?? 0 });
    }
  }
}

function groupByCause(
  facts: readonly RecordedFact[],
  isWanted: (causeId: string) => boolean,
): Map<string, RecordedFact[]> {
  const groups = new Map<string, RecordedFact[]>();
  for (const fact of facts) {
    if (!isWanted(fact.causationid)) continue;
    const group = groups.get(fact.causationid);
    if (group) group.push(fact);
    else groups.set(fact.causationid, [fact]);
  }
  return groups;
}
