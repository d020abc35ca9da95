import type { V1Pod } from '@kubernetes/client-node';
import { RuntimeError } from '../runtime.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { PodWatch } from './cluster/pod-watch.ts';
import { projectIdOf } from './names.ts';
import { endOf, isAlive, isStarted, troubleOf, type PodTrouble } from './pod-condition.ts';

export interface StartOptions {
  readonly signal: AbortSignal;
  readonly timeoutSeconds: number;
  /** How long the cluster may try to overcome what keeps the pod from running. */
  readonly patienceSeconds: number;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** Follows one pod of the cluster through its states. */
export class PodStates {
  readonly #cluster: Cluster;
  readonly #watch: PodWatch;

  readonly #readIntervalMs: number;

  /** A pod that nobody tells anything about is read once in the interval: the watch may be the one that is cut off. */
  constructor(cluster: Cluster, watch: PodWatch, readIntervalSeconds: number) {
    this.#cluster = cluster;
    this.#watch = watch;
    this.#readIntervalMs = readIntervalSeconds * 1000;
  }

  /**
   * Waits until the pod's server has answered the kubelet.
   * @throws RuntimeError with the cluster's own words, when the pod ended or what keeps it from running lasts.
   */
  async untilStarted(pod: V1Pod, options: StartOptions): Promise<V1Pod> {
    const { signal, timeoutSeconds, patienceSeconds, onProgress } = options;
    const deadline = performance.now() + timeoutSeconds * 1000;
    let trouble: (PodTrouble & { readonly since: number }) | undefined;
    for await (const state of this.#states(pod, deadline, signal)) {
      if (state === undefined) throw goneError(pod);
      if (isStarted(state)) return state;
      const found = troubleOf(state);
      if (found?.final) throw errorOf(found);
      if (!isAlive(state)) throw new RuntimeError('start_failed', `The pod ended with ${endOf(state)}.`, true);
      const since = found && trouble?.code === found.code ? trouble.since : performance.now();
      trouble = found && { ...found, since };
      if (!trouble) continue;
      onProgress?.(trouble.message);
      if (performance.now() - trouble.since >= patienceSeconds * 1000) throw errorOf(trouble);
    }
    if (trouble) throw errorOf(trouble);
    throw await this.#timeoutError(pod, timeoutSeconds);
  }

  /** Rejects when the pod ends, and only then. @throws RuntimeError */
  async untilEnded(pod: V1Pod, signal: AbortSignal): Promise<never> {
    for await (const state of this.#states(pod, Infinity, signal)) {
      if (state === undefined) throw goneError(pod);
      const trouble = troubleOf(state);
      if (trouble?.final) throw errorOf(trouble);
      if (!isAlive(state)) throw new RuntimeError('start_failed', `The pod ended with ${endOf(state)}.`, true);
    }
    throw abortedError();
  }

  /** Waits until nothing of the pod is left. @throws RuntimeError `stop_timeout` */
  async untilGone(pod: V1Pod, timeoutSeconds: number): Promise<void> {
    const deadline = performance.now() + timeoutSeconds * 1000;
    for await (const state of this.#states(pod, deadline)) if (state === undefined) return;
    const message = `The cluster did not end the pod within ${timeoutSeconds} seconds; its node may be unreachable.`;
    throw new RuntimeError('stop_timeout', message, true);
  }

  /** The pod's states as they come, the newest first; undefined when it is gone. Ends at the deadline. */
  async *#states(pod: V1Pod, deadline: number, signal?: AbortSignal): AsyncGenerator<V1Pod | undefined> {
    const uid = pod.metadata?.uid;
    const projectId = projectIdOf(pod) ?? '';
    const known = (): V1Pod | undefined => {
      const told = this.#watch.get(projectId);
      return told?.metadata?.uid === uid ? told : undefined;
    };
    let state: V1Pod | undefined = known() ?? pod;
    for (;;) {
      const remainingMs = Math.max(0, deadline - performance.now());
      // Asked for before the state is looked at, so that no change falls in between.
      const next = this.#watch.nextChange(projectId, Math.min(remainingMs, this.#readIntervalMs), signal);
      yield state;
      const change = await next;
      if (signal?.aborted) throw abortedError();
      if (change) state = change.pod.metadata?.uid === uid ? known() : (known() ?? state);
      else if (performance.now() >= deadline) return;
      else state = await this.#read(projectId, uid);
    }
  }

  async #read(projectId: string, uid: string | undefined): Promise<V1Pod | undefined> {
    const pod = await this.#cluster.readPod(projectId);
    return pod?.metadata?.uid === uid ? pod : undefined;
  }

  async #timeoutError(pod: V1Pod, timeoutSeconds: number): Promise<RuntimeError> {
    const events = await this.#cluster.eventsOf(pod);
    const warning = events.filter((event) => event.type === 'Warning').at(-1);
    const words = warning ? ` ${warning.reason}: ${warning.message}` : '';
    return new RuntimeError('start_timeout', `The pod did not start within ${timeoutSeconds} seconds.${words}`, true);
  }
}

function errorOf({ code, message, retryable }: PodTrouble): RuntimeError {
  return new RuntimeError(code, /[.!?]$/.test(message) ? message : `${message}.`, retryable);
}

function goneError(pod: V1Pod): RuntimeError {
  const message = `The pod ${pod.metadata?.name} was deleted in the cluster while it started.`;
  return new RuntimeError('start_failed', message, true);
}

function abortedError(): RuntimeError {
  return new RuntimeError('aborted', 'The pod was stopped while it started.', true);
}
