import { derivedId } from '@podium/event-sourcing';
import type { RequestPublisher } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Inject, Injectable } from '@nestjs/common';
import { PodReader } from '../projections/pods/pod-reader.ts';
import type { PodEndpoint } from '../projections/pods/pod-endpoint.ts';
import { REQUESTS } from '../tokens.ts';

/** A pod that answers. */
export interface ReadyPod {
  readonly generation: number;
  readonly endpoint: string;
  readonly workspacePath: string;
}

/** The project has no pod that could run a session. `retryable`: asking again later can help. */
export class PodUnavailableError extends Error {
  override readonly name = 'PodUnavailableError';
  readonly code = 'pod_failed';
  readonly retryable: boolean;

  constructor(message: string, retryable: boolean) {
    super(message);
    this.retryable = retryable;
  }
}

/** How often the pod's state is looked at while it is being made ready. */
const pollMilliseconds = 100;
/** How long a pod may take to become ready, a clone of a large repository included. */
const readyTimeoutSeconds = 900;

/** Gets sessions a ready pod: asks for one where there is none and waits for it. */
@Injectable()
export class PodAccess {
  readonly #pods: PodReader;
  readonly #requests: RequestPublisher;

  constructor(@Inject(PodReader) pods: PodReader, @Inject(REQUESTS) requests: RequestPublisher) {
    this.#pods = pods;
    this.#requests = requests;
  }

  /**
   * Waits until the project's pod is ready.
   * @param over a generation that is known to have ended, though what is read here may not show it yet
   * @throws PodUnavailableError when provisioning failed or takes too long; the signal's reason when it aborts.
   */
  async ready(work: EventEnvelope, projectId: string, signal: AbortSignal, over = 0): Promise<ReadyPod> {
    const deadline = Date.now() + readyTimeoutSeconds * 1_000;
    const failedBefore = await this.#failedGeneration(projectId);
    let asked: string | undefined;
    while (Date.now() < deadline) {
      signal.throwIfAborted();
      const pod = await this.#pods.find(projectId);
      const ready = pod && readyPod(pod, over);
      if (ready) return ready;
      if (pod?.status === 'failed' && pod.generation > failedBefore) {
        throw new PodUnavailableError(pod.failure_message ?? 'The pod failed.', pod.retryable);
      }
      const ask = `${pod?.status ?? 'none'} ${pod?.generation ?? 0}`;
      if (pod?.status !== 'provisioning' && pod?.status !== 'ready' && ask !== asked) {
        await this.#ask(work, projectId, ask);
        asked = ask;
      }
      await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
    }
    throw new PodUnavailableError('The pod did not become ready in time.', true);
  }

  /** The project's pod, if it is ready now and newer than the generation that is over. */
  async current(projectId: string, over = 0): Promise<ReadyPod | undefined> {
    const pod = await this.#pods.find(projectId);
    return pod ? readyPod(pod, over) : undefined;
  }

  /** A failure of the past is no answer to this session's request: the pod is tried once more. */
  async #failedGeneration(projectId: string): Promise<number> {
    const pod = await this.#pods.find(projectId);
    return pod?.status === 'failed' ? pod.generation : 0;
  }

  async #ask(work: EventEnvelope, projectId: string, ask: string): Promise<void> {
    await this.#requests.publish(
      { projectId, id: projectId },
      'podium.pod.v1.PodProvisionRequested',
      { projectId },
      {
        requestId: derivedId(work.id, 'pod', ask),
        correlationId: work.correlationid,
        causationId: work.id,
        actor: 'service:session-svc',
      },
    );
  }
}

function readyPod(pod: PodEndpoint, over: number): ReadyPod | undefined {
  if (pod.generation <= over) return undefined;
  if (pod.status !== 'ready' || pod.endpoint === null || pod.workspace_path === null) return undefined;
  return { generation: pod.generation, endpoint: pod.endpoint, workspacePath: pod.workspace_path };
}
