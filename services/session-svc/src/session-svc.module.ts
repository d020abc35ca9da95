import { CommandHandler, type EventLog } from '@podium/event-sourcing';
import {
  JetStreamEventLog,
  OutputArchive,
  OutputLog,
  PatchArchive,
  RequestPublisher,
  Timers,
  snapshotsOn,
} from '@podium/jetstream';
import { CONFIG, LOGGER, NATS, podPassword, type Logger } from '@podium/service-kit';
import { Module } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { SessionConfig } from './config.ts';
import { budgetDecider } from './domain/budget.ts';
import { permissionDecider } from './domain/permissions.ts';
import { queueDecider } from './domain/queue.ts';
import { sessionDecider } from './domain/session-decider.ts';
import { OpenCodeClient } from './opencode/open-code-client.ts';
import { ArchiveOutput } from './processes/archive-output.ts';
import { DeletePatches } from './processes/delete-patches.ts';
import { DispatchSessions } from './processes/dispatch-sessions.ts';
import { DueWaits } from './processes/due-waits.ts';
import { GrantPermissions } from './processes/grant-permissions.ts';
import { LookIntoRuntime } from './processes/look-into-runtime.ts';
import { QueueSessions } from './processes/queue-sessions.ts';
import { Scheduler } from './processes/scheduler.ts';
import { StopOverBudget } from './processes/stop-over-budget.ts';
import { WatchBudgets } from './processes/watch-budgets.ts';
import { WaitTimers } from './processes/wait-timers.ts';
import { LimitsReader } from './projections/limits/limits-reader.ts';
import { PodReader } from './projections/pods/pod-reader.ts';
import { QueueReader } from './projections/queue/queue-reader.ts';
import { BudgetReader } from './projections/usage/budget-reader.ts';
import { ConversationRequests } from './requests/conversation-requests.ts';
import { PermissionRequests } from './requests/permission-requests.ts';
import { RetryRequests } from './requests/retry-requests.ts';
import { QueueRequests } from './requests/queue-requests.ts';
import { DispatchAgain } from './reconciliation/dispatch-again.ts';
import { HeldSessions } from './reconciliation/held-sessions.ts';
import { LostWork } from './reconciliation/lost-work.ts';
import { Reconciler } from './reconciliation/reconciler.ts';
import { StrayRuntimeSessions } from './reconciliation/stray-runtime-sessions.ts';
import { RevertRequests } from './requests/revert-requests.ts';
import { SessionRequests } from './requests/session-requests.ts';
import { AgentContacts } from './runner/agent-contacts.ts';
import { Neighbours } from './runner/neighbours.ts';
import { PodAccess } from './runner/pod-access.ts';
import { PromptSender } from './runner/prompt-sender.ts';
import { Retries } from './runner/retries.ts';
import { SessionRunTools, type OpenCodeFactory } from './runner/session-run-tools.ts';
import { SessionRunner } from './runner/session-runner.ts';
import { Sleeps } from './runner/sleeps.ts';
import { SessionSignals } from './runner/session-signals.ts';
import { WorkspaceWatch } from './runner/workspace-watch.ts';
import {
  BUDGET_COMMANDS,
  EVENT_LOG,
  OPEN_CODE,
  OUTPUT_ARCHIVE,
  OUTPUT_LOG,
  PATCH_ARCHIVE,
  PERMISSION_COMMANDS,
  QUEUE_COMMANDS,
  REQUESTS,
  SESSION_COMMANDS,
  TIMERS,
} from './tokens.ts';

/** Name that OpenCode's servers know us by. Source: its default for Basic authentication. */
const openCodeUser = 'opencode';

const log = [
  { provide: EVENT_LOG, useFactory: (nats: NatsConnection) => new JetStreamEventLog(nats), inject: [NATS] },
  {
    provide: SESSION_COMMANDS,
    useFactory: (eventLog: EventLog, nats: NatsConnection, logger: Logger) =>
      new CommandHandler(eventLog, sessionDecider, {
        source: 'session-svc',
        snapshots: snapshotsOn(nats, new URL('./domain/', import.meta.url), logger),
      }),
    inject: [EVENT_LOG, NATS, LOGGER],
  },
  {
    provide: QUEUE_COMMANDS,
    useFactory: (eventLog: EventLog) => new CommandHandler(eventLog, queueDecider, { source: 'session-svc' }),
    inject: [EVENT_LOG],
  },
  {
    provide: BUDGET_COMMANDS,
    useFactory: (eventLog: EventLog) => new CommandHandler(eventLog, budgetDecider, { source: 'session-svc' }),
    inject: [EVENT_LOG],
  },
  {
    provide: PERMISSION_COMMANDS,
    useFactory: (eventLog: EventLog) => new CommandHandler(eventLog, permissionDecider, { source: 'session-svc' }),
    inject: [EVENT_LOG],
  },
  {
    provide: REQUESTS,
    useFactory: (nats: NatsConnection) => new RequestPublisher(nats, { source: 'session-svc' }),
    inject: [NATS],
  },
  {
    provide: TIMERS,
    useFactory: (nats: NatsConnection) => new Timers(nats, { source: 'session-svc' }),
    inject: [NATS],
  },
  { provide: OUTPUT_LOG, useFactory: (nats: NatsConnection) => new OutputLog(nats), inject: [NATS] },
  { provide: OUTPUT_ARCHIVE, useFactory: (nats: NatsConnection) => new OutputArchive(nats), inject: [NATS] },
  { provide: PATCH_ARCHIVE, useFactory: (nats: NatsConnection) => new PatchArchive(nats), inject: [NATS] },
];

const openCode = {
  provide: OPEN_CODE,
  useFactory:
    (config: SessionConfig): OpenCodeFactory =>
    (projectId, pod, contact) =>
      new OpenCodeClient(
        {
          baseUrl: pod.endpoint,
          username: openCodeUser,
          password: podPassword(config.PODIUM_SECRET, projectId),
          directory: pod.workspacePath,
        },
        contact ? { contact } : {},
      ),
  inject: [CONFIG],
};

const readers = [QueueReader, BudgetReader, PodReader, LimitsReader];
const processes = [
  QueueSessions,
  WatchBudgets,
  StopOverBudget,
  DispatchSessions,
  ArchiveOutput,
  DeletePatches,
  GrantPermissions,
  WaitTimers,
  LookIntoRuntime,
];
const reconciliation = [HeldSessions, LostWork, StrayRuntimeSessions, Reconciler];
const runner = [
  SessionRunTools,
  AgentContacts,
  PodAccess,
  SessionSignals,
  PromptSender,
  Retries,
  Sleeps,
  Neighbours,
  WorkspaceWatch,
];

/** Decides about sessions, schedules them and runs them in projects' pods. */
@Module({
  controllers: [
    SessionRequests,
    QueueRequests,
    ConversationRequests,
    RevertRequests,
    PermissionRequests,
    RetryRequests,
    ...processes,
    DispatchAgain,
    SessionRunner,
  ],
  providers: [...log, openCode, ...readers, ...runner, ...reconciliation, Scheduler, DueWaits],
})
export class SessionSvcModule {}
