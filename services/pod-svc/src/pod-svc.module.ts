import { CommandHandler } from '@podium/event-sourcing';
import { JetStreamEventLog } from '@podium/jetstream';
import { CONFIG, LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { PodConfig } from './config.ts';
import { podDecider } from './domain/pod-decider.ts';
import { PodEndings } from './processes/pod-endings.ts';
import { PodKeeper } from './processes/pod-keeper.ts';
import { PodProvisioning } from './processes/pod-provisioning.ts';
import { PodSleep } from './processes/pod-sleep.ts';
import { ProjectPods } from './processes/project-pods.ts';
import { PodReader } from './projections/pods/pod-reader.ts';
import { PodRequests } from './requests/pod-requests.ts';
import { WorkspaceQuestions } from './requests/workspace-questions.ts';
import { dockerRuntimeOf } from './runtimes/docker/runtime-of-config.ts';
import { kubernetesRuntimeOf } from './runtimes/kubernetes/runtime-of-config.ts';
import { localRuntimeOf } from './runtimes/local/runtime-of-config.ts';
import type { Runtime } from './runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from './tokens.ts';

const commands = {
  provide: POD_COMMANDS,
  useFactory: (nats: NatsConnection) =>
    new CommandHandler(new JetStreamEventLog(nats), podDecider, { source: 'pod-svc' }),
  inject: [NATS],
};

const runtime = {
  provide: RUNTIME,
  useFactory: (config: PodConfig, logger: Logger): Runtime => {
    switch (config.PODIUM_RUNTIME) {
      case 'local':
        return localRuntimeOf(config);
      case 'docker':
        return dockerRuntimeOf(config, logger);
      case 'kubernetes':
        return kubernetesRuntimeOf(config, logger);
    }
  },
  inject: [CONFIG, LOGGER],
};

const processes = [ProjectPods, PodProvisioning, PodEndings];

/** Decides about pods, and drives the runtime that they live in. */
@Module({
  controllers: [PodRequests, ...processes],
  providers: [commands, runtime, PodReader, PodKeeper, PodSleep, WorkspaceQuestions],
})
export class PodSvcModule {}
