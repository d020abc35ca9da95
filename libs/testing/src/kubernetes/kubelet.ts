import { randomUUID } from 'node:crypto';
import type { ObjectStore } from './object-store.ts';
import { exited, runs, type PodScript, type PodStatus, type PodStep } from './pod-scripts.ts';
import { isRecord, resourceType, type ApiObject } from './resources.ts';

const pods = resourceType('pods');

/** The cluster's nodes and scheduler in one: moves pods through their phases as a script says, and ends them. */
export class Kubelet {
  /** The life of each pod that is created from now on. */
  script: PodScript = runs();
  /** How long a pod takes to end when it is asked to; for ever where its node is unreachable. */
  terminationMs = 5;
  readonly #store: ObjectStore;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Uids of pods that are about to end. */
  readonly #terminating = new Set<string>();
  readonly #logs = new Map<string, readonly string[]>();
  readonly #unsubscribe: () => void;

  constructor(store: ObjectStore) {
    this.#store = store;
    this.#unsubscribe = store.onEvent(({ type, plural, object }) => {
      if (plural !== 'pods') return;
      if (type === 'ADDED') this.#live(object, this.script(object));
      if (type === 'MODIFIED' && object.metadata.deletionTimestamp !== undefined) this.#terminate(object);
      if (type === 'DELETED') this.#terminating.delete(object.metadata.uid);
    });
  }

  stop(): void {
    this.#unsubscribe();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Ends what runs in a pod, now. */
  end(namespace: string, name: string, ending: (pod: ApiObject) => PodStatus): void {
    const pod = this.#store.get(pods, namespace, name);
    this.#store.update(pods, { ...pod, status: ending(pod) });
  }

  /** Lets all pods that are being deleted end, also those of an unreachable node. */
  endTerminating(): void {
    for (const pod of this.#store.list(pods)) if (pod.metadata.deletionTimestamp) this.#store.remove(pods, pod);
  }

  writeLog(podName: string, lines: readonly string[]): void {
    this.#logs.set(podName, lines);
  }

  logsOf(podName: string, tailLines: number): readonly string[] {
    return (this.#logs.get(podName) ?? []).slice(-tailLines);
  }

  #live(pod: ApiObject, [step, ...rest]: readonly PodStep[]): void {
    if (!step) return;
    this.#after(step.afterMs, () => {
      const current = this.#store.find(pods, pod.metadata.namespace, pod.metadata.name);
      if (!current || current.metadata.uid !== pod.metadata.uid || current.metadata.deletionTimestamp) return;
      const spec = isRecord(current['spec']) ? current['spec'] : {};
      const next = { ...current, spec: { ...spec, ...(step.nodeName ? { nodeName: step.nodeName } : {}) } };
      this.#store.update(pods, { ...next, status: step.status });
      if (step.warning) this.#warn(current, step.warning);
      this.#live(pod, rest);
    });
  }

  /** The containers end first, which the pod's status says, then the pod is gone. */
  #terminate({ metadata }: ApiObject): void {
    const { uid, namespace, name } = metadata;
    if (this.terminationMs === Infinity || this.#terminating.has(uid)) return;
    this.#terminating.add(uid);
    this.#after(this.terminationMs, () => {
      const current = this.#store.find(pods, namespace, name);
      if (current?.metadata.uid !== uid) return;
      this.#store.update(pods, { ...current, status: exited(143, 'Error')(current) });
      this.#store.remove(pods, current);
    });
  }

  #warn({ metadata, kind }: ApiObject, { reason, message }: { reason: string; message: string }): void {
    const { name, namespace, uid } = metadata;
    this.#store.create(resourceType('events'), namespace, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${name}.${randomUUID()}` },
      type: 'Warning',
      reason,
      message,
      involvedObject: { kind, name, namespace, uid },
    });
  }

  #after(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer.unref());
  }
}
