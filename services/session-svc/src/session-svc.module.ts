import { CommandHandler, type EventLog } from '@podium/event-sourcing';
import { JetStreamEventLog, OutputArchive, OutputLog, RequestPublisher } from '@podium/jetstream';
import { CONFIG, NATS, podPassword } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { SessionConfig } from './config.ts';
import { sessionDecider } from './domain/session-decider.ts';
import { OpenCodeClient } from './opencode/open-code-client.ts';
import { ArchiveOutput } from './processes/archive-output.ts';
import { DispatchSessions } from './processes/dispatch-sessions.ts';
import { QueueSessions } from './processes/queue-sessions.ts';
import { Scheduler } from './processes/scheduler.ts';
import { PodReader } from './projections/pods/pod-reader.ts';
import { QueueReader } from './projections/queue/queue-reader.ts';
import { SessionRequests } from './requests/session-requests.ts';
import { PodAccess } from './runner/pod-access.ts';
import { SessionRunTools, type OpenCodeFactory } from './runner/session-run-tools.ts';
import { SessionRunner } from './runner/session-runner.ts';
import { SessionSignals } from './runner/session-signals.ts';
import { EVENT_LOG, OPEN_CODE, OUTPUT_ARCHIVE, OUTPUT_LOG, REQUESTS, SESSION_COMMANDS } from './tokens.ts';

/** Name that OpenCode's servers know us by. Source: its default for Basic authentication. */
const openCodeUser = 'opencode';

const log = [
  { provide: EVENT_LOG, useFactory: (nats: NatsConnection) => new JetStreamEventLog(nats), inject: [NATS] },
  {
    provide: SESSION_COMMANDS,
    useFactory: (eventLog: EventLog) => new CommandHandler(eventLog, sessionDecider, { source: 'session-svc' }),
    inject: [EVENT_LOG],
  },
  {
    provide: REQUESTS,
    useFactory: (nats: NatsConnection) => new RequestPublisher(nats, { source: 'session-svc' }),
    inject: [NATS],
  },
  { provide: OUTPUT_LOG, useFactory: (nats: NatsConnection) => new OutputLog(nats), inject: [NATS] },
  { provide: OUTPUT_ARCHIVE, useFactory: (nats: NatsConnection) => new OutputArchive(nats), inject: [NATS] },
];

const openCode = {
  provide: OPEN_CODE,
  useFactory:
    (config: SessionConfig): OpenCodeFactory =>
    (projectId, pod) =>
      new OpenCodeClient({
        baseUrl: pod.endpoint,
        username: openCodeUser,
        password: podPassword(config.PODIUM_SECRET, projectId),
        directory: pod.workspacePath,
      }),
  inject: [CONFIG],
};

const readers = [QueueReader, PodReader];
const processes = [QueueSessions, DispatchSessions, ArchiveOutput];
const runner = [SessionRunTools, PodAccess, SessionSignals];

/** Decides about sessions, schedules them and runs them in projects' pods. */
@Module({
  controllers: [SessionRequests, ...processes, SessionRunner],
  providers: [...log, openCode, ...readers, ...runner, Scheduler],
})
export class SessionSvcModule {}
