import { causedBy, derivedId } from '@podium/event-sourcing';
import { OnFact, type DeliveryContext } from '@podium/jetstream';
import type { Recorded } from '@podium/proto';
import { LOGGER, type Logger } from '@podium/service-kit';
import { Controller, Inject } from '@nestjs/common';
import type { PodCommand } from '../domain/pod-commands.ts';
import { podAggregate, podService, type PodCommands } from '../pod-aggregate.ts';
import { RuntimeError, type ReadyPod, type Runtime } from '../runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from '../tokens.ts';

type Started = Recorded<'podium.pod.v1.PodProvisioningStarted'>;

/** How often a long step tells in the log how far it is. */
const progressIntervalMs = 5_000;

/**
 * Makes true what was decided: a start that was recorded is carried out, however often it takes. The message stays
 * unacknowledged until the outcome is a fact; killed halfway, the next service process does it again, and the runtime
 * finds what is there already.
 */
@Controller()
export class PodProvisioning {
  readonly #pods: PodCommands;
  readonly #runtime: Runtime;
  readonly #logger: Logger;

  constructor(
    @Inject(POD_COMMANDS) pods: PodCommands,
    @Inject(RUNTIME) runtime: Runtime,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#pods = pods;
    this.#runtime = runtime;
    this.#logger = logger;
  }

  @OnFact('pod-provisioning', ['podium.pod.v1.PodProvisioningStarted'])
  async provisioningStarted(started: Started, context: DeliveryContext): Promise<void> {
    if (!(await this.#isWanted(started, 'provisioning'))) return;
    const begun = performance.now();
    const command = await this.#outcomeOf(started, context);
    if (!command) return;
    const cause = { ...causedBy(started), key: derivedId(started.id, 'outcome'), actor: podService };
    await this.#pods.handle(podAggregate(started.data.projectId), command, cause);
    this.#logger.info(
      {
        project_id: started.data.projectId,
        generation: started.data.generation,
        outcome: command.kind === 'recordFailed' ? command.reason : 'ready',
        duration_ms: Math.round(performance.now() - begun),
        correlation_id: started.correlationid,
        causation_id: started.id,
      },
      'pod provisioned',
    );
    if (command.kind !== 'recordReady' || (await this.#isWanted(started, 'ready'))) return;
    // It was stopped or deleted while it started, and that found nothing to end yet.
    if (!(await this.#hasNewerStart(started))) await this.#runtime.stop(started.data.projectId);
  }

  /** What there is to record; nothing where the start was called off. @throws to have it tried again. */
  async #outcomeOf(started: Started, context: DeliveryContext): Promise<PodCommand | undefined> {
    const { projectId, generation } = started.data;
    try {
      const ready: ReadyPod = await this.#runtime.provision(
        { projectId, generation, origin: originOf(started) },
        { signal: context.signal, onProgress: this.#progressOf(started) },
      );
      return { kind: 'recordReady', ...ready };
    } catch (error) {
      // Ours to finish after the next start of this service, or by another replica.
      if (context.signal.aborted || codeOf(error) === 'runtime_closed') throw error;
      if (codeOf(error) === 'aborted') {
        if (await this.#isWanted(started, 'provisioning')) throw error;
        return undefined;
      }
      this.#logger.warn({ project_id: projectId, generation, err: error }, 'pod not provisioned');
      return { kind: 'recordFailed', projectId, generation, ...failureOf(error) };
    }
  }

  async #isWanted({ data }: Started, status: 'provisioning' | 'ready'): Promise<boolean> {
    const { state } = await this.#pods.state(podAggregate(data.projectId));
    return state.status === status && state.generation === data.generation;
  }

  async #hasNewerStart({ data }: Started): Promise<boolean> {
    const { state } = await this.#pods.state(podAggregate(data.projectId));
    return (state.status === 'provisioning' || state.status === 'ready') && state.generation > data.generation;
  }

  #progressOf(started: Started): (message: string) => void {
    let last = 0;
    return (message) => {
      if (performance.now() - last < progressIntervalMs) return;
      last = performance.now();
      void this.#recordProgress(started, message);
    };
  }

  /** Progress that can't be told is no reason to end a start. */
  async #recordProgress(started: Started, message: string): Promise<void> {
    const { projectId, generation } = started.data;
    const key = derivedId(started.id, 'progress', message, Date.now());
    const [told] = await Promise.allSettled([
      this.#pods.handle(
        podAggregate(projectId),
        { kind: 'recordProgress', projectId, generation, message },
        { ...causedBy(started), key, actor: podService },
      ),
    ]);
    if (told.status === 'rejected') {
      this.#logger.warn({ project_id: projectId, generation, err: told.reason }, 'pod progress not recorded');
    }
  }
}

function originOf({ data }: Started): Parameters<Runtime['provision']>[0]['origin'] {
  const source = data.source === 'clone' || data.source === 'sample' ? data.source : 'empty';
  return { source, ...(data.repositoryUrl ? { repositoryUrl: data.repositoryUrl } : {}) };
}

function failureOf(error: unknown): { reason: string; message: string; retryable: boolean } {
  if (error instanceof RuntimeError) return { reason: error.code, message: error.message, retryable: error.retryable };
  const words = error instanceof Error ? error.message : String(error);
  return { reason: 'runtime_failed', message: `The runtime failed: ${words}`, retryable: true };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof RuntimeError ? error.code : undefined;
}
