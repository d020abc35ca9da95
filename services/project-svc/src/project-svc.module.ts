import { CommandHandler } from '@podium/event-sourcing';
import { JetStreamEventLog } from '@podium/jetstream';
import { NATS } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { projectDecider } from './domain/project-decider.ts';
import { BoardRequests } from './requests/board-requests.ts';
import { MemberRequests } from './requests/member-requests.ts';
import { ProjectRequests } from './requests/project-requests.ts';
import { PROJECT_COMMANDS } from './tokens.ts';

const commands = {
  provide: PROJECT_COMMANDS,
  useFactory: (nats: NatsConnection) =>
    new CommandHandler(new JetStreamEventLog(nats), projectDecider, { source: 'project-svc' }),
  inject: [NATS],
};

/** Decides about projects. */
@Module({ controllers: [ProjectRequests, BoardRequests, MemberRequests], providers: [commands] })
export class ProjectSvcModule {}
