import type { FactoryProvider, Provider } from '@nestjs/common';
import type { EventLog } from '@podium/event-sourcing';
import {
  AttachmentStore,
  AttachmentUsage,
  EndedSignInBucket,
  JetStreamEventLog,
  OutputLog,
  PatchArchive,
  RequestPublisher,
  WorkspaceFiles,
} from '@podium/jetstream';
import type { ProjectionRunner } from '@podium/projections';
import { CONFIG, DATA_SOURCE, LOGGER, NATS, PROJECTIONS, type Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import type { GatewayConfig } from './config.ts';
import { EndedSignIns } from './identity/ended-sign-ins.ts';
import { ContactFeed } from './contact/contact-feed.ts';
import { Ending } from './live/ending.ts';
import { ActivityReader } from './live/activity-reader.ts';
import { FactFeed } from './live/fact-feed.ts';
import type { FactSource } from './live/fact-source.ts';
import { JetStreamFactSource } from './live/jetstream-fact-source.ts';
import { OpenConnections } from './live/open-connections.ts';
import { LogPulse } from './live/log-pulse.ts';
import { OutputEnd } from './live/output-end.ts';
import { OutputStream } from './live/output-stream.ts';
import { Memberships } from './members/memberships.ts';
import { ProjectAccess } from './members/project-access.ts';
import { ReadModel } from './projections/read-model-queries.ts';
import { Asker } from './requests/ask.ts';
import { AttachmentRefs } from './requests/attachment-refs.ts';
import { Bulk } from './requests/bulk.ts';
import { FileRoom } from './requests/file-room.ts';
import { LogViews } from './requests/log-views.ts';
import { Mover } from './requests/mover.ts';
import { OutcomeArchive } from './requests/outcome-archive.ts';
import { OutcomeReader } from './requests/outcome-reader.ts';
import { OutcomeWaiters } from './requests/outcome-waiters.ts';
import { ProjectChanges } from './requests/project-changes.ts';
import { ProjectDirectory } from './requests/project-directory.ts';
import { Ranks } from './requests/ranks.ts';
import { PromptPost } from './requests/send-prompt.ts';
import { TaskChanges } from './requests/task-changes.ts';
import { WorkspaceQuestioner } from './requests/workspace-questioner.ts';
import { Writer } from './requests/writer.ts';
import { StoryReader } from './story/story-reader.ts';
import { TimeTravel } from './time-travel/time-travel.ts';
import { EVENT_LOG, FACT_SOURCE, READ_MODEL_RUNNER, type ReadModelRunner } from './tokens.ts';

/** Time after which a load from the log counts as failed. */
const logTimeoutSeconds = 2.5;
const bytesOfMiB = 1024 * 1024;

export const logProviders: Provider[] = [
  Ending,
  provide(
    EVENT_LOG,
    [NATS],
    (nc: NatsConnection) => new JetStreamEventLog(nc, { giveUpAfterSeconds: logTimeoutSeconds }),
  ),
  provide(OutputLog, [NATS], (nc: NatsConnection) => new OutputLog(nc)),
  provide(FACT_SOURCE, [NATS, LOGGER], (nc: NatsConnection, logger: Logger) => new JetStreamFactSource(nc, logger)),
  provide(FactFeed, [FACT_SOURCE, CONFIG, LOGGER], (source: FactSource, config: GatewayConfig, logger: Logger) => {
    const onInterrupted = (error: unknown): void => logger.error({ err: error }, 'reading the log failed');
    return new FactFeed({ source, ringCapacity: config.PODIUM_RECENT_FACTS, onInterrupted });
  }),
  provide(
    OpenConnections,
    [CONFIG],
    (config: GatewayConfig) => new OpenConnections(config.PODIUM_CONNECTIONS_PER_PERSON),
  ),
  provide(EndedSignIns, [NATS, LOGGER], (nc: NatsConnection, logger: Logger) => {
    const onInterrupted = (error: unknown): void => logger.error({ err: error }, 'ended sign-ins are not heard of');
    return new EndedSignIns(new EndedSignInBucket(nc), onInterrupted);
  }),
];

export const readProviders: Provider[] = [
  provide(READ_MODEL_RUNNER, [PROJECTIONS], ([runner]: readonly ProjectionRunner[]): ReadModelRunner => {
    if (!runner) throw new Error('The gateway has no projection');
    return runner;
  }),
  provide(
    ReadModel,
    [DATA_SOURCE, READ_MODEL_RUNNER],
    (dataSource: DataSource, runner: ReadModelRunner) => new ReadModel(dataSource, runner),
  ),
  provide(LogViews, [EVENT_LOG], (log: EventLog) => new LogViews(log)),
  provide(
    Memberships,
    [NATS, FactFeed, LOGGER],
    (nc: NatsConnection, feed: FactFeed, logger: Logger) => new Memberships(nc, feed, logger),
  ),
  provide(
    ProjectAccess,
    [Memberships, LogViews],
    (memberships: Memberships, views: LogViews) => new ProjectAccess(memberships, views),
  ),
  provide(LogPulse, [NATS], (nc: NatsConnection) => new LogPulse(nc)),
  provide(
    ContactFeed,
    [NATS, FactFeed, LogPulse],
    (nc: NatsConnection, feed: FactFeed, pulse: LogPulse) => new ContactFeed(nc, feed, pulse),
  ),
  provide(StoryReader, [NATS, EVENT_LOG], (nc: NatsConnection, log: EventLog) => new StoryReader(nc, log)),
  provide(TimeTravel, [FactFeed, FACT_SOURCE], (feed: FactFeed, source: FactSource) => new TimeTravel(feed, source)),
  provide(OutputEnd, [FactFeed, LogViews], (feed: FactFeed, views: LogViews) => new OutputEnd(feed, views)),
  provide(PatchArchive, [NATS], (nc: NatsConnection) => new PatchArchive(nc)),
  provide(WorkspaceFiles, [NATS], (nc: NatsConnection) => new WorkspaceFiles(nc)),
  provide(ActivityReader, [OutputLog], (log: OutputLog) => new ActivityReader(log)),
  provide(OutputStream, [OutputLog, OutputEnd], (log: OutputLog, end: OutputEnd) => new OutputStream(log, end)),
];

export const writeProviders: Provider[] = [
  OutcomeWaiters,
  provide(OutcomeArchive, [NATS, EVENT_LOG], (nc: NatsConnection, log: EventLog) => new OutcomeArchive(nc, log)),
  provide(
    OutcomeReader,
    [NATS, OutcomeWaiters, LOGGER],
    (nc: NatsConnection, waiters: OutcomeWaiters, logger: Logger) => new OutcomeReader(nc, waiters, logger),
  ),
  provide(
    Asker,
    [NATS, OutcomeWaiters, OutcomeArchive],
    (nc: NatsConnection, waiters: OutcomeWaiters, archive: OutcomeArchive) =>
      new Asker(nc, new RequestPublisher(nc, { source: 'gateway' }), waiters, archive),
  ),
  provide(PromptPost, [Asker, LogViews], (asker: Asker, views: LogViews) => new PromptPost(asker, views)),
  provide(AttachmentRefs, [NATS], (nc: NatsConnection) => new AttachmentRefs(new AttachmentStore(nc))),
  provide(WorkspaceQuestioner, [NATS], (nc: NatsConnection) => new WorkspaceQuestioner(nc)),
  provide(Writer, [Asker], (asker: Asker) => new Writer(asker)),
  provide(ProjectDirectory, [LogViews], (views: LogViews) => new ProjectDirectory(views)),
  provide(
    Ranks,
    [ReadModel, READ_MODEL_RUNNER],
    (reads: ReadModel, runner: ReadModelRunner) => new Ranks(reads.tasks, runner),
  ),
  provide(TaskChanges, [LogViews], (views: LogViews) => new TaskChanges(views)),
  provide(ProjectChanges, [LogViews], (views: LogViews) => new ProjectChanges(views)),
  provide(
    Mover,
    [Asker, Writer, TaskChanges],
    (asker: Asker, writer: Writer, changes: TaskChanges) => new Mover(asker, writer, changes),
  ),
  provide(
    Bulk,
    [Asker, LogViews, Ranks],
    (asker: Asker, views: LogViews, ranks: Ranks) => new Bulk(asker, views, ranks),
  ),
  provide(AttachmentStore, [NATS], (nc: NatsConnection) => new AttachmentStore(nc)),
  provide(FileRoom, [NATS, CONFIG], (nc: NatsConnection, config: GatewayConfig) => {
    return new FileRoom(new AttachmentUsage(nc), config.PODIUM_PROJECT_FILES_MIB * bytesOfMiB);
  }),
];

function provide<Args extends never[]>(
  token: FactoryProvider['provide'],
  inject: NonNullable<FactoryProvider['inject']>,
  useFactory: (...args: Args) => unknown,
): FactoryProvider {
  return { provide: token, inject, useFactory: useFactory as FactoryProvider['useFactory'] };
}
