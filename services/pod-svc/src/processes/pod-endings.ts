import { OnFact } from '@podium/jetstream';
import type { Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { podAggregate, type PodCommands } from '../pod-aggregate.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from '../tokens.ts';

/**
 * Makes true that a pod is stopped or gone. Apart from provisioning, so that it does not wait behind a long clone but
 * ends it.
 */
@Controller()
export class PodEndings {
  readonly #pods: PodCommands;
  readonly #runtime: Runtime;

  constructor(@Inject(POD_COMMANDS) pods: PodCommands, @Inject(RUNTIME) runtime: Runtime) {
    this.#pods = pods;
    this.#runtime = runtime;
  }

  @OnFact('pod-endings', ['podium.pod.v1.PodStopped'])
  async podStopped({ data }: Recorded<'podium.pod.v1.PodStopped'>): Promise<void> {
    const { state } = await this.#pods.state(podAggregate(data.projectId));
    if (state.status === 'stopped' && state.generation === data.generation) await this.#runtime.stop(data.projectId);
  }

  @OnFact('pod-endings', ['podium.pod.v1.PodDeleted'])
  async podDeleted({ data }: Recorded<'podium.pod.v1.PodDeleted'>): Promise<void> {
    await this.#runtime.delete(data.projectId);
  }
}
