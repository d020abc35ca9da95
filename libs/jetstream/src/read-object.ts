import { setTimeout as pause } from 'node:timers/promises';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { ObjectStore } from 'nats';

/** After so long a silence it is looked whether the object is still there. */
const silenceMs = 1_000;
/** An object that is there, and of which nothing comes for so many looks, can't be read now. */
const mostSilences = 10;
/** An object that is replaced all the time. */
const mostReadings = 5;

type Chunk = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>;

/**
 * An object as a whole; null where there is none. Unlike the client's own reading it comes to an end also where the object
 * is removed or replaced meanwhile: its chunks are gone then, and never come.
 *
 * @throws LogUnavailableError, errors of the client
 */
export async function readObject(store: ObjectStore, name: string): Promise<Uint8Array | null> {
  for (let reading = 0; reading < mostReadings; reading += 1) {
    const object = await store.get(name);
    if (!object) return null;
    // Told by the stream of data as well.
    object.error.catch(() => undefined);
    const isThere = async (): Promise<boolean> => {
      const now = await store.info(name);
      return now?.nuid === object.info.nuid && !now.deleted;
    };
    const bytes = await allOf(object.data, isThere);
    if (bytes) return bytes;
  }
  throw new LogUnavailableError(`${name} could not be read: it was replaced again and again`);
}

/** @returns undefined where the object is not there any more */
async function allOf(
  data: ReadableStream<Uint8Array>,
  isThere: () => Promise<boolean>,
): Promise<Uint8Array | undefined> {
  const reader = data.getReader();
  const chunks: Uint8Array[] = [];
  try {
    for (;;) {
      const chunk = await nextOf(reader, isThere);
      if (!chunk) return undefined;
      if (chunk.done) return Buffer.concat(chunks);
      chunks.push(chunk.value);
    }
  } catch (error) {
    // Without its first chunks the checksum is wrong.
    if (!(await isThere())) return undefined;
    throw error;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function nextOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  isThere: () => Promise<boolean>,
): Promise<Chunk | undefined> {
  const next = reader.read();
  for (let silences = 0; silences < mostSilences; silences += 1) {
    const over = new AbortController();
    const silence = pause(silenceMs, undefined, { signal: over.signal }).catch(() => undefined);
    const chunk = await Promise.race([next, silence]).finally(() => over.abort());
    if (chunk) return chunk;
    if (!(await isThere())) {
      next.catch(() => undefined);
      return undefined;
    }
  }
  throw new LogUnavailableError('The log does not send what is stored in it');
}
