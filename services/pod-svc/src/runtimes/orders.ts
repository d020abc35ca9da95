import { KeyedQueue } from './keyed-queue.ts';
import { RuntimeError } from './runtime.ts';

/**
 * Orders about pods: one at a time for each project, and one to end a pod calls off the start that is under way.
 * For drivers whose pods outlive the service.
 */
export class Orders {
  readonly #queue = new KeyedQueue();
  readonly #closing = new AbortController();
  /** Starts that are under way or wait for their turn, by project. */
  readonly #starts = new Map<string, Set<AbortController>>();

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** From now on nothing is started any more, and what starts is left as it is. */
  close(): void {
    this.#closing.abort();
  }

  /**
   * @param called ends the start from outside.
   * @throws RuntimeError `aborted` where the start was called off, `runtime_closed` where nothing starts any more;
   * else what the work throws.
   */
  async start<T>(projectId: string, called: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stopped = new AbortController();
    const starts = this.#starts.get(projectId) ?? new Set();
    this.#starts.set(projectId, starts.add(stopped));
    const signal = AbortSignal.any([called, stopped.signal, this.#closing.signal]);
    try {
      return await this.#queue.run(projectId, () => {
        signal.throwIfAborted();
        return work(signal);
      });
    } catch (error) {
      if (this.isClosed) throw new RuntimeError('runtime_closed', 'Podium is stopping.', true, { cause: error });
      if (!signal.aborted) throw error;
      throw new RuntimeError('aborted', 'The pod was stopped while it started.', true, { cause: error });
    } finally {
      starts.delete(stopped);
      if (starts.size === 0) this.#starts.delete(projectId);
    }
  }

  /** Calls off what starts in the project, and does the work in its turn. */
  async end(projectId: string, work: () => Promise<void>): Promise<void> {
    this.#starts.get(projectId)?.forEach((start) => start.abort());
    await this.#queue.run(projectId, work);
  }
}
