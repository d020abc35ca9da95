import type { NatsConnection } from 'nats';
import { durableConsumers } from '../replay-consumer.ts';
import { streamInfo, streamNames, streams } from '../streams.ts';
import { ArchiveWriter } from './archive.ts';
import type { BackupManifest, BackupPart, ConsumerPlace, StreamBackup } from './manifest.ts';
import { snapshotStream } from './stream-snapshot.ts';

/** How far a long piece of work is. */
export type OnProgress = (progress: {
  readonly stream: string;
  readonly doneBytes: number;
  readonly totalBytes: number;
}) => void;

/**
 * The streams are read one after the other while Podium works, so their order matters. What is in one stream because of
 * something that has been taken out of another one must be there: timers and parked references are taken out by facts
 * that come later; requests, outcomes and output lead to nothing that has been read before. Archives and whatever else
 * there is come last: output leaves its stream only when it has been archived.
 */
const order: readonly string[] = [
  streams.timers,
  streams.parked,
  streams.events,
  streams.requests,
  streams.outcomes,
  streams.output,
];

/** Size of one entry in the archive; bounds the memory. */
const partBytes = 4 * 1024 * 1024;

/**
 * Writes all streams, with their sequences, ids and consumers, into one file. Podium may work meanwhile: the places of the
 * durable consumers are noted before the first stream is read, so whatever they have handled by then has left its traces in
 * all streams, and whatever they handle later is handled again after a restore.
 *
 * @throws BackupError, LogUnavailableError, LogRefusedError, errors of the file system. Leaves no file then.
 */
export async function backupStreams(
  nc: NatsConnection,
  path: string,
  onProgress?: OnProgress,
): Promise<BackupManifest> {
  const names = await streamsInOrder(nc);
  const consumers = (await Promise.all(names.map((stream) => placesOf(nc, stream)))).flat();
  const infos = await Promise.all(names.map((stream) => streamInfo(nc, stream)));
  const totalBytes = infos.reduce((sum, { state }) => sum + state.bytes, 0);
  const archive = new ArchiveWriter(path);
  try {
    const backups: StreamBackup[] = [];
    let doneBytes = 0;
    for (const [index, stream] of names.entries()) {
      onProgress?.({ stream, doneBytes, totalBytes });
      backups.push(await backupStream(nc, stream, archive));
      doneBytes += infos[index]?.state.bytes ?? 0;
    }
    const createdAt = new Date().toISOString();
    const manifest: BackupManifest = { format: 'podium-backup', version: 1, createdAt, streams: backups, consumers };
    await archive.close(manifest);
    onProgress?.({ stream: '', doneBytes, totalBytes });
    return manifest;
  } catch (error) {
    await archive.discard();
    throw error;
  }
}

async function backupStream(nc: NatsConnection, name: string, archive: ArchiveWriter): Promise<StreamBackup> {
  const parts: BackupPart[] = [];
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  const flush = async (): Promise<void> => {
    if (pendingBytes === 0) return;
    const number = String(parts.length + 1).padStart(6, '0');
    parts.push(await archive.add(`streams/${name}/${number}`, Buffer.concat(pending)));
    pending = [];
    pendingBytes = 0;
  };
  const description = await snapshotStream(nc, name, async (chunk) => {
    pending.push(chunk);
    pendingBytes += chunk.length;
    if (pendingBytes >= partBytes) await flush();
  });
  await flush();
  return { name, ...description, parts };
}

/** Snapshots of states come out of the facts again. */
async function streamsInOrder(nc: NatsConnection): Promise<string[]> {
  const names = (await streamNames(nc)).filter((name) => name !== streams.snapshots);
  return [...order.filter((name) => names.includes(name)), ...names.filter((name) => !order.includes(name))];
}

async function placesOf(nc: NatsConnection, stream: string): Promise<ConsumerPlace[]> {
  const infos = await durableConsumers(nc, stream);
  return infos.map(({ name, ack_floor }) => ({ stream, name, ackFloor: ack_floor.stream_seq }));
}
