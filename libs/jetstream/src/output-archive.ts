import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { NatsConnection } from 'nats';
import type { RecordedOutput } from './output-log.ts';
import { ProjectObjects } from './project-objects.ts';

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
  readonly #objects: ProjectObjects;

  constructor(nc: NatsConnection) {
    this.#objects = new ProjectObjects(nc, 'output-archive');
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
    await this.#objects.put(projectId, sessionId, await compress(lines), { metadata });
  }

  /** All chunks of a session, in order; null where nothing is archived. @throws LogUnavailableError */
  async get(projectId: string, sessionId: string): Promise<RecordedOutput[] | null> {
    const data = await this.#objects.get(projectId, sessionId);
    if (!data) return null;
    const text = (await decompress(data)).toString('utf8');
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as RecordedOutput);
  }

  /** @throws LogUnavailableError */
  async info(projectId: string, sessionId: string): Promise<ArchivedOutput | null> {
    const info = await this.#objects.info(projectId, sessionId);
    if (!info) return null;
    const { lastSequence, chunks } = info.metadata ?? {};
    return { lastSequence: Number(lastSequence), chunks: Number(chunks), compressedBytes: info.size };
  }

  /** Removes the archives of all of a project's sessions. @returns how many. @throws LogUnavailableError */
  deleteProject(projectId: string): Promise<number> {
    return this.#objects.deleteProject(projectId);
  }
}
