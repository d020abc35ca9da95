import { resolve } from 'node:path';
import { CommandHandler } from '@podium/event-sourcing';
import { JetStreamEventLog } from '@podium/jetstream';
import { CONFIG, NATS, podPassword } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { PodConfig } from './config.ts';
import { podDecider } from './domain/pod-decider.ts';
import { PodEndings } from './processes/pod-endings.ts';
import { PodKeeper } from './processes/pod-keeper.ts';
import { PodProvisioning } from './processes/pod-provisioning.ts';
import { ProjectPods } from './processes/project-pods.ts';
import { PodReader } from './projections/pods/pod-reader.ts';
import { PodRequests } from './requests/pod-requests.ts';
import { findOpencode, findRipgrep } from './runtimes/local/binaries.ts';
import { LocalRuntime } from './runtimes/local/local-runtime.ts';
import { POD_COMMANDS, RUNTIME } from './tokens.ts';

const commands = {
  provide: POD_COMMANDS,
  useFactory: (nats: NatsConnection) =>
    new CommandHandler(new JetStreamEventLog(nats), podDecider, { source: 'pod-svc' }),
  inject: [NATS],
};

const runtime = {
  provide: RUNTIME,
  useFactory: (config: PodConfig) =>
    new LocalRuntime({
      dataPath: resolve(config.PODIUM_DATA),
      opencodeProgram: findOpencode(config.PODIUM_OPENCODE_BIN),
      ripgrepPath: findRipgrep(),
      servicePath: config.servicePath,
      podHost: config.PODIUM_POD_HOST,
      modelAccess: config.modelAccess,
      passwordOf: (projectId) => podPassword(config.PODIUM_SECRET, projectId),
      startTimeoutSeconds: config.PODIUM_POD_START_TIMEOUT_SECONDS,
      clone: {
        cloneTimeoutSeconds: config.PODIUM_CLONE_TIMEOUT_SECONDS,
        cloneProtocols: ['https', 'ssh'],
        cloneEnvironment: config.cloneEnvironment,
      },
    }),
  inject: [CONFIG],
};

const processes = [ProjectPods, PodProvisioning, PodEndings];

/** Decides about pods, and drives the runtime that they live in. */
@Module({ controllers: [PodRequests, ...processes], providers: [commands, runtime, PodReader, PodKeeper] })
export class PodSvcModule {}
