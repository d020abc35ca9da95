import type { StreamDescription } from './stream-snapshot.ts';

/** The last entry of a backup: without it the backup was cut short. */
export interface BackupManifest {
  readonly format: 'podium-backup';
  readonly version: 1;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly streams: readonly StreamBackup[];
  /** Where the durable consumers were before the first stream was read; see backupStreams. */
  readonly consumers: readonly ConsumerPlace[];
}

export interface StreamBackup extends StreamDescription {
  readonly name: string;
  readonly parts: readonly BackupPart[];
}

/** One entry of the archive. */
export interface BackupPart {
  readonly name: string;
  readonly sizeBytes: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
}

export interface ConsumerPlace {
  readonly stream: string;
  readonly name: string;
  /** Everything up to this sequence was handled. */
  readonly ackFloor: number;
}

export const manifestName = 'manifest.json';
