import { causedBy, type Outcome } from '@podium/event-sourcing';
import { OnRequest } from '@podium/jetstream';
import type { EventEnvelope } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { podAggregate, type PodCommands } from '../pod-aggregate.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from '../tokens.ts';

/** What is asked of pods, each as one command on the pod's aggregate. */
@Controller()
export class PodRequests {
  readonly #pods: PodCommands;
  readonly #runtime: Runtime;

  constructor(@Inject(POD_COMMANDS) pods: PodCommands, @Inject(RUNTIME) runtime: Runtime) {
    this.#pods = pods;
    this.#runtime = runtime;
  }

  @OnRequest('podium.pod.v1.PodProvisionRequested')
  provision(request: EventEnvelope<'podium.pod.v1.PodProvisionRequested'>): Promise<Outcome> {
    const { projectId } = request.data;
    return this.#pods.handle(
      podAggregate(projectId),
      { kind: 'provision', projectId, reason: 'requested', runtime: this.#runtime.name },
      causedBy(request),
    );
  }
}
