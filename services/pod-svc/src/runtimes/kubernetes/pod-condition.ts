import type { V1ContainerStateTerminated, V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import type { RuntimeErrorCode } from '../runtime.ts';
import { agentName } from '../agent/agent-container.ts';
import { withoutSecrets, workspaceTrouble } from '../container/workspace-trouble.ts';
import { opencodeContainer, workspaceContainer } from './names.ts';

/** Why a pod does not run. */
export interface PodTrouble {
  readonly code: RuntimeErrorCode;
  /** One sentence for a person, with the cluster's own words. */
  readonly message: string;
  /** Whether another start, unchanged, can help. */
  readonly retryable: boolean;
  /** The cluster tries no more. Otherwise it does, and the trouble may pass. */
  readonly final: boolean;
}

/** Whether the pod runs or may come to: nothing of it has ended, and nobody has asked it to. */
export function isAlive(pod: V1Pod): boolean {
  if (pod.metadata?.deletionTimestamp || pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded')
    return false;
  return !pod.status?.containerStatuses?.some((status) => status.state?.terminated);
}

/** Whether the server and the agent have answered the kubelet's startup probes. */
export function isStarted(pod: V1Pod): boolean {
  return isAlive(pod) && [opencodeContainer, agentName].every((name) => hasStarted(pod, name));
}

function hasStarted(pod: V1Pod, name: string): boolean {
  const container = pod.status?.containerStatuses?.find((status) => status.name === name);
  return container?.started === true && container.state?.running !== undefined;
}

/** What keeps a pod from running; undefined where nothing is known to. */
export function troubleOf(pod: V1Pod): PodTrouble | undefined {
  return endingOf(pod) ?? containerTrouble(pod) ?? schedulingTrouble(pod);
}

/** How a pod that is not alive came to its end, as a phrase for a person: `exit code 1: last words`. */
export function endOf(pod: V1Pod): string {
  const trouble = endingOf(pod);
  if (trouble) return trouble.message;
  const ended = pod.status?.containerStatuses?.find((status) => status.state?.terminated)?.state?.terminated;
  if (ended) return exitOf(ended);
  const disruption = disruptionOf(pod);
  return `the deletion of its pod in the cluster${disruption ? ` (${disruption})` : ''}`;
}

/** Reasons that a kubelet gives to a whole pod; the message says more than they do. */
function endingOf(pod: V1Pod): PodTrouble | undefined {
  const { phase, reason, message } = pod.status ?? {};
  if (phase === 'Failed' && reason) {
    const words = message ? `${reason}: ${message}` : reason;
    return { code: 'evicted', message: `The cluster ended the pod (${words})`, retryable: true, final: true };
  }
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  for (const status of statuses) {
    const trouble = status.state?.terminated && terminationTrouble(pod, status.name, status.state.terminated);
    if (trouble) return trouble;
  }
  return undefined;
}

function terminationTrouble(pod: V1Pod, name: string, ended: V1ContainerStateTerminated): PodTrouble | undefined {
  if (ended.reason === 'OOMKilled') {
    const limit = memoryLimitOf(pod, name);
    const message = `Container ${name} used more memory than it may${limit ? ` (${limit})` : ''} and was killed (OOMKilled)`;
    return { code: 'out_of_memory', message, retryable: name !== workspaceContainer, final: true };
  }
  if (name === workspaceContainer) {
    if (ended.exitCode === 0) return undefined;
    return { ...workspaceTrouble(ended.exitCode, ended.message ?? ''), final: true };
  }
  const disruption = disruptionOf(pod);
  if (disruption)
    return { code: 'evicted', message: `The cluster ended the pod (${disruption})`, retryable: true, final: true };
  return {
    code: 'start_failed',
    message: `Container ${name} ended with ${exitOf(ended)}`,
    retryable: true,
    final: true,
  };
}

/** What a container waits for, as far as that is trouble. */
const waitingTroubles: Readonly<Record<string, Pick<PodTrouble, 'code' | 'retryable' | 'final'> & { what: string }>> = {
  ErrImagePull: { code: 'image_unavailable', what: 'The image cannot be pulled', retryable: true, final: false },
  ImagePullBackOff: { code: 'image_unavailable', what: 'The image cannot be pulled', retryable: true, final: false },
  ErrImageNeverPull: { code: 'image_unavailable', what: 'The image is not on the node', retryable: false, final: true },
  InvalidImageName: {
    code: 'image_unavailable',
    what: 'The name of the image is wrong',
    retryable: false,
    final: true,
  },
  CrashLoopBackOff: { code: 'crash_loop', what: 'A container ends again and again', retryable: true, final: true },
  CreateContainerConfigError: {
    code: 'start_failed',
    what: 'A container cannot be made',
    retryable: true,
    final: false,
  },
  CreateContainerError: { code: 'start_failed', what: 'A container cannot be made', retryable: true, final: false },
  RunContainerError: { code: 'start_failed', what: 'A container cannot be run', retryable: true, final: false },
};

function containerTrouble(pod: V1Pod): PodTrouble | undefined {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  for (const status of statuses) {
    const { reason = '', message } = status.state?.waiting ?? {};
    const trouble = waitingTroubles[reason];
    if (!trouble) continue;
    const { what, ...rest } = trouble;
    const words = [message ?? '', lastEndOf(status)].filter((each) => each !== '').join('; ');
    return { ...rest, message: `${what} (${reason})${words ? `: ${words}` : ''}` };
  }
  return undefined;
}

function lastEndOf({ name, lastState }: V1ContainerStatus): string {
  const last = lastState?.terminated;
  return last ? `container ${name} last ended with ${exitOf(last)}` : '';
}

function schedulingTrouble(pod: V1Pod): PodTrouble | undefined {
  const scheduled = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return undefined;
  const message = `No node of the cluster takes the pod: ${scheduled.message ?? 'no reason given'}`;
  return { code: 'unschedulable', message, retryable: true, final: false };
}

/** Said where the cluster itself ends a pod: an eviction, a preemption, a node that goes. */
function disruptionOf(pod: V1Pod): string | undefined {
  const target = pod.status?.conditions?.find((condition) => condition.type === 'DisruptionTarget');
  if (target?.status !== 'True') return undefined;
  return [target.reason, target.message].filter((each) => each).join(': ');
}

function memoryLimitOf(pod: V1Pod, name: string): string | undefined {
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  return containers.find((container) => container.name === name)?.resources?.limits?.['memory'];
}

function exitOf({ exitCode, signal, reason, message }: V1ContainerStateTerminated): string {
  const how = signal ? `signal ${signal}` : `exit code ${exitCode}`;
  const why = reason && reason !== 'Error' && reason !== 'Completed' ? ` (${reason})` : '';
  const words = withoutSecrets(message?.trim() ?? '');
  return `${how}${why}${words ? `: ${words}` : ''}`;
}
