import { createHash } from 'node:crypto';
import type { NatsConnection } from 'nats';
import { scanStream } from '../scan-stream.ts';

export interface StreamDigest {
  readonly messages: number;
  readonly lastSequence: number;
  /** SHA-256, hexadecimal, over sequence, subject, headers and payload of every message in order. */
  readonly sha256: string;
}

/** A checksum over what a stream holds: equal for a stream and its restored backup. @throws LogUnavailableError */
export async function streamDigest(
  nc: NatsConnection,
  stream: string,
  onMessages?: (messages: number) => void,
): Promise<StreamDigest> {
  const hash = createHash('sha256');
  let messages = 0;
  let lastSequence = 0;
  for await (const batch of scanStream(nc, { stream })) {
    for (const { sequence, subject, headers, data } of batch) {
      // As JSON, so that where one part ends and the next one begins can't be mistaken.
      const named = [...(headers ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      hash.update(JSON.stringify([sequence, subject, named, data.length])).update(data);
      lastSequence = sequence;
    }
    messages += batch.length;
    onMessages?.(messages);
  }
  return { messages, lastSequence, sha256: hash.digest('hex') };
}
