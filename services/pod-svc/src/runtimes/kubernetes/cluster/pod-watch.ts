import { setTimeout as sleep } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import { z } from 'zod';
import { projectIdOf } from '../names.ts';
import type { Cluster } from './cluster.ts';
import { pauseAfter } from './retrying.ts';

/** A pod as it is now, or as it was when it went. */
export interface PodChange {
  readonly pod: V1Pod;
  readonly gone: boolean;
}

export interface PodWatchOptions {
  readonly onChange: (change: PodChange) => void;
  /** Told once for each time that the connection is lost, until it is there again. */
  readonly onTrouble: (error: unknown) => void;
  /** After this everything is listed anew, whatever was told since. */
  readonly resyncSeconds: number;
}

/** A watch that ends sooner was no watch: the next one has to wait a little. */
const shortestWatchMs = 1_000;

/** What every event of a watch carries, errors (`Status` objects) apart. */
const metadataSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
const statusSchema = z.object({ code: z.number(), message: z.string().optional() });

/**
 * Knows the pods of all projects: lists them, follows the changes, goes on where a connection broke, and lists again
 * when the cluster has forgotten so old a version (410 Gone) or it is time to. A change that was missed in between is
 * told when it is found.
 */
export class PodWatch {
  readonly #cluster: Cluster;
  readonly #options: PodWatchOptions;
  readonly #pods = new Map<string, V1Pod>();
  readonly #waiting = new Map<string, Set<(change: PodChange) => void>>();
  readonly #stopping = new AbortController();
  /** Version up to which everything is known; undefined when it is time to list. */
  #version: string | undefined;
  #listedAt = 0;
  #failures = 0;

  constructor(cluster: Cluster, options: PodWatchOptions) {
    this.#cluster = cluster;
    this.#options = options;
  }

  /** Resolves when the pods are known for the first time. @throws when the cluster does not list them. */
  async start(): Promise<void> {
    await this.#list();
    void this.#followForEver();
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** The pod as it was last told. */
  get(projectId: string): V1Pod | undefined {
    return this.#pods.get(projectId);
  }

  /** The next change of a project's pod; undefined when there was none in time. */
  async nextChange(projectId: string, timeoutMs: number, signal?: AbortSignal): Promise<PodChange | undefined> {
    const ending = new AbortController();
    const waiting = this.#waiting.get(projectId) ?? new Set();
    this.#waiting.set(projectId, waiting);
    let told: ((change: PodChange) => void) | undefined;
    const change = new Promise<PodChange>((resolve) => waiting.add((told = resolve)));
    const signals = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])]);
    const timeout = sleep(timeoutMs, undefined, { signal: signals, ref: false }).catch(() => undefined);
    try {
      return await Promise.race([change, timeout]);
    } finally {
      ending.abort();
      if (told) waiting.delete(told);
      if (waiting.size === 0) this.#waiting.delete(projectId);
    }
  }

  async #followForEver(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const began = performance.now();
      try {
        if (this.#version === undefined || this.#isStale()) await this.#list();
        await this.#follow(this.#version ?? '');
        if (performance.now() - began >= shortestWatchMs) this.#failures = 0;
      } catch (error) {
        if (isExpired(error)) this.#version = undefined;
        if (this.#failures === 0 && !this.#stopping.signal.aborted) this.#options.onTrouble(error);
        this.#failures += 1;
      }
      const pauseMs = performance.now() - began < shortestWatchMs ? pauseAfter(this.#failures) : 0;
      await Promise.allSettled([sleep(pauseMs, undefined, { signal: this.#stopping.signal, ref: false })]);
    }
  }

  #isStale(): boolean {
    return performance.now() - this.#listedAt > this.#options.resyncSeconds * 1000;
  }

  async #list(): Promise<void> {
    const { items, resourceVersion } = await this.#cluster.listPods();
    const uids = new Set(items.map((pod) => pod.metadata?.uid));
    for (const pod of [...this.#pods.values()]) if (!uids.has(pod.metadata?.uid)) this.#tell({ pod, gone: true });
    for (const pod of items) this.#tell({ pod, gone: false });
    this.#version = resourceVersion;
    this.#listedAt = performance.now();
  }

  /** Resolves when the watch ends; what it told is known then. */
  async #follow(resourceVersion: string): Promise<void> {
    const { resyncSeconds } = this.#options;
    const ended = new Ended();
    const connection = await this.#cluster.watchPods(
      { resourceVersion, timeoutSeconds: resyncSeconds },
      (type, object) => this.#event(type, object),
      (error) => ended.settle(error),
    );
    const end = (): void => connection.abort();
    this.#stopping.signal.addEventListener('abort', end, { once: true });
    if (this.#stopping.signal.aborted) end();
    // A connection that died without a word would be waited for in vain.
    const overdue = setTimeout(end, (resyncSeconds + 30) * 1000).unref();
    try {
      await ended.promise;
    } finally {
      clearTimeout(overdue);
      this.#stopping.signal.removeEventListener('abort', end);
    }
  }

  #event(type: string, object: unknown): void {
    if (type === 'ERROR') {
      const status = statusSchema.safeParse(object);
      // Whatever is wrong with going on from here is not wrong with listing.
      this.#version = undefined;
      if (status.success && status.data.code !== 410) this.#options.onTrouble(new Error(status.data.message));
      return;
    }
    const parsed = metadataSchema.safeParse(object);
    if (!parsed.success) return;
    this.#version = parsed.data.metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    this.#tell({ pod: object as V1Pod, gone: type === 'DELETED' });
  }

  #tell(change: PodChange): void {
    const projectId = projectIdOf(change.pod);
    if (projectId === undefined) return;
    const known = this.#pods.get(projectId);
    if (!change.gone) {
      // The one that it replaces is gone, even if nobody told.
      if (known && known.metadata?.uid !== change.pod.metadata?.uid) this.#pass(projectId, { pod: known, gone: true });
      if (known?.metadata?.resourceVersion === change.pod.metadata?.resourceVersion) return;
      this.#pods.set(projectId, change.pod);
    } else if (known?.metadata?.uid === change.pod.metadata?.uid) {
      this.#pods.delete(projectId);
    }
    this.#pass(projectId, change);
  }

  #pass(projectId: string, change: PodChange): void {
    this.#options.onChange(change);
    for (const told of [...(this.#waiting.get(projectId) ?? [])]) told(change);
  }
}

/** The end of a watch, in order or with an error, which may come before anybody waits for it. */
class Ended {
  readonly promise: Promise<void>;
  settle: (error: unknown) => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.settle = (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error(String(error)));
      };
    });
  }
}

/** The client tells the status of a watch that was refused in a property of the error. */
function isExpired(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 410;
}
