import { KeyedQueue } from '../keyed-queue.ts';
import { RuntimeError } from '../runtime.ts';
import { Neighbours } from './neighbours.ts';

/**
 * What is done to pods: one thing at a time for each project, over all processes of the service that share the folder,
 * and an order to end a pod calls off its start wherever that is under way.
 */
export class PodOrders {
  readonly #queue = new KeyedQueue();
  readonly #neighbours: Neighbours;
  readonly #closing = new AbortController();
  /** Starts of this process, under way or waiting for their turn. */
  readonly #starts = new Map<string, Set<AbortController>>();

  /** @param dataPath what the processes share. */
  constructor(dataPath: string) {
    this.#neighbours = new Neighbours(dataPath);
  }

  get isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Call once, before anything else. */
  open(): Promise<void> {
    return this.#neighbours.join();
  }

  /** Calls off all starts. @returns whether another process looks after the pods from now on. */
  close(): Promise<boolean> {
    this.#closing.abort();
    return this.#neighbours.leave();
  }

  /** @param called ends the start from outside. @throws RuntimeError `runtime_closed` where nothing starts any more. */
  async start<T>(projectId: string, called: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.isClosed) throw new RuntimeError('runtime_closed', 'Podium is stopping.', true);
    const stopped = new AbortController();
    const starts = this.#starts.get(projectId) ?? new Set();
    this.#starts.set(projectId, starts.add(stopped));
    const signal = AbortSignal.any([called, stopped.signal, this.#closing.signal]);
    try {
      return await this.#queue.run(projectId, () => this.#neighbours.starting(projectId, signal, work));
    } finally {
      starts.delete(stopped);
      if (starts.size === 0) this.#starts.delete(projectId);
    }
  }

  async end(projectId: string, work: () => Promise<void>): Promise<void> {
    this.#starts.get(projectId)?.forEach((start) => start.abort());
    await this.#queue.run(projectId, () => this.#neighbours.ending(projectId, work));
  }

  inTurn<T>(projectId: string, work: () => Promise<T>): Promise<T> {
    return this.#queue.run(projectId, () => this.#neighbours.during(projectId, work));
  }

  /** Does nothing where another process is at it. */
  unlessBusy<T>(projectId: string, work: () => Promise<T>): Promise<T | undefined> {
    return this.#queue.run(projectId, () => this.#neighbours.unlessBusy(projectId, work));
  }
}
