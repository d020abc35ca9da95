import { LogUnavailableError } from '@podium/event-sourcing';
import type { ConsumerInfo, NatsConnection, StreamInfo } from 'nats';
import { withNewIdentity } from '../log-identity.ts';
import { durableConsumers, replayConsumer } from '../replay-consumer.ts';
import { ensureStreams, manager, streamInfo, streamNames, streams } from '../streams.ts';
import { readArchive, verifyArchive } from './archive.ts';
import type { OnProgress } from './backup.ts';
import { BackupError } from './errors.ts';
import type { BackupManifest, StreamBackup } from './manifest.ts';
import { restoreStream } from './stream-snapshot.ts';

/**
 * Services may run while their streams come back, and go on as soon as there is something to do. So what they write to
 * comes before what makes them write: a consumer of facts finds no REQUESTS and tries again, one of requests finds all facts.
 * Streams that are not named here, such as the archives of output, come before all of them.
 */
const order: readonly string[] = [
  streams.parked,
  streams.outcomes,
  streams.output,
  streams.events,
  streams.requests,
  streams.timers,
];

export interface RestoreOptions {
  /** Removes streams that hold messages. */
  readonly force?: boolean;
  readonly onProgress?: OnProgress | undefined;
}

/** How long consumers may take to find their leaders. */
const leadersMs = 60_000;

export interface RestoreResult {
  readonly manifest: BackupManifest;
  /** Consumers that were ahead of the beginning of the backup and begin there again. */
  readonly rewound: readonly string[];
}

/**
 * Puts all streams back as they were: sequences, ids, times, consumers. The file is read and checked as a whole before
 * anything is touched.
 *
 * @throws BackupError, LogUnavailableError, LogRefusedError, errors of the file system
 */
export async function restoreStreams(
  nc: NatsConnection,
  path: string,
  { force = false, onProgress }: RestoreOptions = {},
): Promise<RestoreResult> {
  const manifest = await verifyArchive(path);
  const present = await presentStreams(nc, manifest);
  const full = present.filter(holdsWhatCounts).map(({ config }) => config.name);
  if (full.length > 0 && !force) {
    throw new BackupError('log_not_empty', `There are messages in ${full.join(', ')}`);
  }
  const { streams: api } = await manager(nc);
  for (const { config } of present) await api.delete(config.name);

  const totalBytes = manifest.streams.reduce((sum, { state }) => sum + state.bytes, 0);
  let doneBytes = 0;
  const backups = [...manifest.streams].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  for (const backup of backups) {
    onProgress?.({ stream: backup.name, doneBytes, totalBytes });
    await restoreOne(nc, path, withReplicasOf(backup, present));
    doneBytes += backup.state.bytes;
  }
  // What is newer than the backup's program.
  await ensureStreams(nc);
  onProgress?.({ stream: '', doneBytes, totalBytes });
  return { manifest, rewound: await rewindConsumers(nc, manifest) };
}

/** Podium's streams, and those of the backup; others in the same account are left alone. */
async function presentStreams(nc: NatsConnection, manifest: BackupManifest): Promise<StreamInfo[]> {
  const names = await streamNames(nc);
  const wanted = new Set([...order, streams.snapshots, ...manifest.streams.map(({ name }) => name)]);
  return Promise.all(names.filter((name) => wanted.has(name)).map((name) => streamInfo(nc, name)));
}

/** Snapshots of states are of no use beside other facts. */
function holdsWhatCounts({ config, state }: StreamInfo): boolean {
  return state.messages > 0 && config.name !== streams.snapshots;
}

/** How many replicas there are is a matter of where it runs, not of what was written. */
function withReplicasOf(backup: StreamBackup, present: readonly StreamInfo[]): StreamBackup {
  const replicas = present.find(({ config }) => config.name === backup.name)?.config.num_replicas;
  return replicas === undefined ? backup : { ...backup, config: { ...backup.config, num_replicas: replicas } };
}

async function restoreOne(nc: NatsConnection, path: string, backup: StreamBackup): Promise<void> {
  const config = backup.name === streams.events ? withNewIdentity(backup.config) : backup.config;
  const state = await restoreStream(nc, { ...backup, config }, partsOf(path, backup));
  const { messages, first_seq, last_seq } = backup.state;
  if (state.messages !== messages || state.last_seq !== last_seq || state.first_seq !== first_seq) {
    const detail = `${state.messages} messages up to ${state.last_seq} instead of ${messages} up to ${last_seq}`;
    throw new BackupError('restore_failed', `${backup.name} came back different: ${detail}`);
  }
}

async function* partsOf(path: string, { parts }: StreamBackup): AsyncGenerator<Uint8Array> {
  const wanted = new Set(parts.map(({ name }) => name));
  for await (const { name, data } of readArchive(path)) {
    if (wanted.delete(name)) yield data;
    if (wanted.size === 0) return;
  }
}

/** See backupStreams for why their places were noted. */
async function rewindConsumers(nc: NatsConnection, { consumers, streams: backups }: BackupManifest): Promise<string[]> {
  const rewound: string[] = [];
  for (const { name: stream } of backups) {
    const now = new Map((await consumersOf(nc, stream)).map((info) => [info.name, info.ack_floor.stream_seq]));
    for (const { name, ackFloor } of consumers.filter((place) => place.stream === stream)) {
      if ((now.get(name) ?? 0) <= ackFloor) continue;
      await replayConsumer(nc, { stream, consumer: name, from: ackFloor + 1 });
      rewound.push(name);
    }
  }
  return rewound;
}

/** In a cluster, consumers that have just come back find their leaders within seconds, and do not answer before. */
async function consumersOf(nc: NatsConnection, stream: string): Promise<ConsumerInfo[]> {
  const deadline = performance.now() + leadersMs;
  for (;;) {
    const [found] = await Promise.allSettled([durableConsumers(nc, stream)]);
    if (found.status === 'fulfilled') return found.value;
    const passes = found.reason instanceof LogUnavailableError && performance.now() < deadline;
    if (!passes) throw found.reason;
  }
}
