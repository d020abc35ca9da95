import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection, ObjectStore } from 'nats';
import type { RecordedOutput } from './output-log.ts';
import { objectBucket } from './buckets.ts';
import { translated } from './errors.ts';
import { readObject } from './read-object.ts';
import { outputSubject } from './subjects.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** What is known of an archived session's output without unpacking it. */
export interface ArchivedOutput {
  /** Sequence of the last chunk in the stream OUTPUT, as it was. */
  readonly lastSequence: number;
  readonly chunks: number;
  /** Size of the archive. */
  readonly compressedBytes: number;
}

/**
 * The output of ended sessions, one compressed object each, kept when the stream OUTPUT has let go of it.
 *
 * Chunks keep their sequences, so that a reader who resumes can't tell the archive from the stream.
 */
export class OutputArchive {
  readonly #nc: NatsConnection;
  #store: Promise<ObjectStore> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /**
   * Archiving the same again changes nothing: who reads an object while it is replaced would wait for its end for ever.
   *
   * @throws LogUnavailableError
   */
  async put(projectId: string, sessionId: string, output: readonly RecordedOutput[]): Promise<void> {
    const earlier = await this.info(projectId, sessionId);
    if (earlier?.chunks === output.length && earlier.lastSequence === (output.at(-1)?.sequence ?? 0)) return;
    const lines = output.map((recorded) => JSON.stringify(recorded)).join('\n');
    const metadata = { lastSequence: String(output.at(-1)?.sequence ?? 0), chunks: String(output.length) };
    const data = await compress(lines);
    await this.#use((store) => store.putBlob({ name: nameOf(projectId, sessionId), metadata }, data));
  }

  /** All chunks of a session, in order; null where nothing is archived. @throws LogUnavailableError */
  async get(projectId: string, sessionId: string): Promise<RecordedOutput[] | null> {
    const data = await this.#use((store) => readObject(store, nameOf(projectId, sessionId)));
    if (!data) return null;
    const text = (await decompress(data)).toString('utf8');
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as RecordedOutput);
  }

  /** @throws LogUnavailableError */
  async info(projectId: string, sessionId: string): Promise<ArchivedOutput | null> {
    const info = await this.#use((store) => store.info(nameOf(projectId, sessionId)));
    if (!info || info.deleted) return null;
    const { lastSequence, chunks } = info.metadata ?? {};
    return { lastSequence: Number(lastSequence), chunks: Number(chunks), compressedBytes: info.size };
  }

  /** Removes the archives of all of a project's sessions. @returns how many. @throws LogUnavailableError */
  async deleteProject(projectId: string): Promise<number> {
    return this.#use(async (store) => {
      const names = (await store.list()).map((info) => info.name).filter((name) => name.startsWith(`${projectId}.`));
      for (const name of names) await store.delete(name);
      return names.length;
    });
  }

  async #use<T>(work: (store: ObjectStore) => Promise<T>): Promise<T> {
    try {
      this.#store ??= objectBucket(this.#nc, 'output-archive');
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

/** Goes through the allow-list of subjects, because ids of sessions reach this from outside. */
function nameOf(projectId: string, sessionId: string): string {
  return outputSubject(projectId, sessionId).slice('log.'.length);
}
