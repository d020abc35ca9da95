import type { V1Pod } from '@kubernetes/client-node';
import type { PodExit } from '../runtime.ts';
import type { PodChange } from './cluster/pod-watch.ts';
import { generationOf, projectIdOf, versionOf } from './names.ts';
import { endOf, isAlive } from './pod-condition.ts';

/** Tells once of each pod that was ready and came to an end that nobody here asked for. */
export class ExitNotices {
  readonly #listeners = new Set<(exit: PodExit) => void>();
  /** Uids of pods whose end is expected, or told. */
  readonly #noted = new Set<string>();

  /** Returns how to end the subscription. */
  subscribe(listener: (exit: PodExit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** This pod's end is no news. */
  expect({ metadata }: V1Pod): void {
    if (metadata?.uid) this.#noted.add(metadata.uid);
  }

  notice({ pod, gone }: PodChange): void {
    const uid = pod.metadata?.uid ?? '';
    const projectId = projectIdOf(pod);
    if (projectId !== undefined && versionOf(pod) !== undefined && (gone || !isAlive(pod)) && !this.#noted.has(uid)) {
      this.#noted.add(uid);
      const exit = { projectId, generation: generationOf(pod), message: endOf(pod) };
      this.#listeners.forEach((listener) => listener(exit));
    }
    if (gone) this.#noted.delete(uid);
  }
}
