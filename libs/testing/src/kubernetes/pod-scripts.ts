import type { ApiObject } from './resources.ts';
import { isRecord } from './resources.ts';

/** One step of a pod's life: after so many milliseconds its status becomes this. */
export interface PodStep {
  readonly afterMs: number;
  readonly status: PodStatus;
  /** Set on the pod that gets a node with this step. */
  readonly nodeName?: string;
  /** Warning that the cluster tells about the pod with this step. */
  readonly warning?: { readonly reason: string; readonly message: string };
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly message?: string;
  readonly conditions?: readonly Record<string, unknown>[];
  readonly initContainerStatuses?: readonly Record<string, unknown>[];
  readonly containerStatuses?: readonly Record<string, unknown>[];
}

/** Lives of pods; statuses as a kubelet of Kubernetes 1.31 writes them. */
export type PodScript = (pod: ApiObject) => readonly PodStep[];

export const scheduled = { type: 'PodScheduled', status: 'True' };
const nodeName = 'node-1';

/** Pending, prepared, running, ready. */
export function runs(startMs = 5): PodScript {
  return (pod) => [
    { afterMs: 0, nodeName, status: waiting(pod, { reason: 'PodInitializing' }, { running: {} }) },
    { afterMs: startMs, status: running(pod, { started: false, ready: false }) },
    { afterMs: startMs, status: running(pod, { started: true, ready: true }) },
  ];
}

/** Runs, and after a while ends in this way. */
export function endsAfter(afterMs: number, ending: (pod: ApiObject) => PodStatus): PodScript {
  return (pod) => [...runs()(pod), { afterMs, status: ending(pod) }];
}

/** Ends before its server has answered. */
export function endsAtStart(ending: (pod: ApiObject) => PodStatus): PodScript {
  return (pod) => [...runs()(pod).slice(0, 2), { afterMs: 1, status: ending(pod) }];
}

/** No node takes it. */
export function unschedulable(message: string): PodScript {
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  return () => [{ afterMs: 0, status: { phase: 'Pending', conditions: [condition] } }];
}

/** Waits on its node for this reason, and goes on waiting. */
export function waitsFor(reason: string, message: string): PodScript {
  return (pod) => [{ afterMs: 0, nodeName, status: waiting(pod, { reason, message }) }];
}

/** The image can't be pulled: first the error, then the growing pauses. */
export function imagePullFails(image: string, error: string): PodScript {
  return (pod) => [
    { afterMs: 0, nodeName, status: waiting(pod, { reason: 'ErrImagePull', message: error }) },
    {
      afterMs: 5,
      status: waiting(pod, {
        reason: 'ImagePullBackOff',
        message: `Back-off pulling image "${image}": ErrImagePull: ${error}`,
      }),
    },
  ];
}

/** Its volume can't be mounted: the pod's status says nothing, an event does. */
export function mountFails(message: string): PodScript {
  return (pod) => [
    {
      afterMs: 0,
      nodeName,
      status: waiting(pod, { reason: 'PodInitializing' }, { waiting: { reason: 'PodInitializing' } }),
      warning: { reason: 'FailedMount', message },
    },
  ];
}

/** The container that comes first ends badly. */
export function initFails(exitCode: number, message: string): PodScript {
  return (pod) => [
    { afterMs: 0, nodeName, status: waiting(pod, { reason: 'PodInitializing' }, { running: {} }) },
    {
      afterMs: 1,
      status: {
        ...waiting(pod, { reason: 'PodInitializing' }, { terminated: { exitCode, reason: 'Error', message } }),
        phase: 'Failed',
      },
    },
  ];
}

/** Its container ends again and again. */
export function crashLoops(exitCode: number, message: string): PodScript {
  const back = { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container' };
  return (pod) => {
    const status = running(pod, { started: false, ready: false });
    const containerStatuses = status.containerStatuses?.map((each) => ({
      ...each,
      restartCount: 3,
      state: { waiting: back },
      lastState: { terminated: { exitCode, reason: 'Error', message } },
    }));
    return [{ afterMs: 0, nodeName, status: { ...status, ...(containerStatuses ? { containerStatuses } : {}) } }];
  };
}

/** The first container ends with this, for restartPolicy Never. */
export function exited(exitCode: number, reason: string, message?: string): (pod: ApiObject) => PodStatus {
  return (pod) => {
    const terminated = { exitCode, reason, ...(message === undefined ? {} : { message }) };
    const status = running(pod, { started: false, ready: false });
    const [first, ...rest] = status.containerStatuses ?? [];
    return {
      ...status,
      phase: exitCode === 0 ? 'Succeeded' : 'Failed',
      containerStatuses: [{ ...first, state: { terminated } }, ...rest],
    };
  };
}

export const oomKilled = exited(137, 'OOMKilled');

export function evicted(message: string): (pod: ApiObject) => PodStatus {
  return () => ({ phase: 'Failed', reason: 'Evicted', message });
}

function running(pod: ApiObject, { started, ready }: { started: boolean; ready: boolean }): PodStatus {
  return {
    phase: 'Running',
    conditions: [scheduled, { type: 'Ready', status: ready ? 'True' : 'False' }],
    initContainerStatuses: namesOf(pod, 'initContainers').map((name) => ({
      name,
      ready: true,
      restartCount: 0,
      state: { terminated: { exitCode: 0, reason: 'Completed' } },
    })),
    containerStatuses: namesOf(pod, 'containers').map((name) => ({
      name,
      started,
      ready,
      restartCount: 0,
      state: { running: { startedAt: new Date().toISOString() } },
    })),
  };
}

function waiting(
  pod: ApiObject,
  why: { readonly reason: string; readonly message?: string },
  initState: Record<string, unknown> = { waiting: why },
): PodStatus {
  const common = { ready: false, restartCount: 0 };
  return {
    phase: 'Pending',
    conditions: [scheduled],
    initContainerStatuses: namesOf(pod, 'initContainers').map((name) => ({ ...common, name, state: initState })),
    containerStatuses: namesOf(pod, 'containers').map((name) => ({
      ...common,
      name,
      started: false,
      state: { waiting: why },
    })),
  };
}

function namesOf({ spec }: ApiObject, field: 'containers' | 'initContainers'): string[] {
  const containers: unknown = isRecord(spec) ? spec[field] : [];
  if (!Array.isArray(containers)) return [];
  return containers.map((container: unknown) => (isRecord(container) ? String(container['name']) : ''));
}
