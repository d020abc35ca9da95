import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { factFilters, headPosition, scanFacts } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { ndjson } from './ndjson.ts';
import { parquet } from './parquet.ts';
import { isInTime, positionsOf, type ExportRange } from './range.ts';

/** `ndjson`: one fact per line, as the API gives it. `parquet`: a row per fact, `data` as a column of JSON. */
export type ExportFormat = 'ndjson' | 'parquet';

export const exportFormats: readonly ExportFormat[] = ['ndjson', 'parquet'];

/** Media type of each format, for an HTTP answer. */
export const exportMediaTypes: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson',
  parquet: 'application/vnd.apache.parquet',
};

export interface ExportOptions extends ExportRange {
  readonly format: ExportFormat;
  /** Only facts of this project; of all where absent. */
  readonly projectId?: string | undefined;
  /** Only facts for which it is true; all where absent. */
  readonly isWanted?: ((fact: RecordedFact) => boolean) | undefined;
}

export interface ExportProgress {
  /** Facts written so far. */
  readonly facts: number;
  /** The position that was read last. */
  readonly position: number;
  /** The position at which reading ends. */
  readonly lastPosition: number;
}

export interface ExportControl {
  /** Told after each batch that was read. */
  readonly onProgress?: ((progress: ExportProgress) => void) | undefined;
  /** Told of a message that is no fact, which is left out then. Where absent such a message ends the export. */
  readonly onUnreadable?: ((error: Error, position: number) => void) | undefined;
  /** Ends the export early, with an AbortError. */
  readonly signal?: AbortSignal | undefined;
}

export interface ExportSummary {
  /** How many facts were written. */
  readonly facts: number;
  readonly sizeBytes: number;
}

/**
 * Writes the facts of a range, in order, to a stream, and ends the stream. What is there when it begins is exported;
 * facts in an old shape are written in today's. Memory stays bounded: a slow writer slows the reading down.
 *
 * What is asked wrongly, and a log that does not answer, is said before the writable is touched. When it fails later, or
 * is aborted, the writable is destroyed: half an export is never ended as if it were a whole one.
 *
 * @throws before: InvalidSubjectError for a project's id that can't be one, LogUnavailableError; later: AbortError,
 * UnreadableMessageError at a message that is no fact, where nobody is told of it, whatever the writable fails with
 */
export async function exportFacts(
  nc: NatsConnection,
  options: ExportOptions,
  writable: Writable,
  { onProgress, onUnreadable, signal }: ExportControl = {},
): Promise<ExportSummary> {
  const summary = { facts: 0, sizeBytes: 0 };
  factFilters(undefined, options.projectId);
  const head = await headPosition(nc);
  async function* facts(): AsyncGenerator<readonly RecordedFact[]> {
    const positions = await positionsOf(nc, options);
    if (!positions) return;
    const lastPosition = Math.min(positions.until ?? head, head);
    const range = { after: positions.after, until: lastPosition, projectId: options.projectId, onUnreadable };
    for await (const batch of scanFacts(nc, { ...range, ...(signal ? { signal } : {}) })) {
      const chosen = batch.filter((fact) => isInTime(fact, options) && (options.isWanted?.(fact) ?? true));
      if (chosen.length > 0) yield chosen;
      summary.facts += chosen.length;
      onProgress?.({ facts: summary.facts, position: batch.at(-1)?.position ?? lastPosition, lastPosition });
    }
    signal?.throwIfAborted();
  }
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of options.format === 'ndjson' ? ndjson(facts()) : parquet(facts())) {
      summary.sizeBytes += chunk.length;
      yield chunk;
    }
  }
  await pipeline(Readable.from(bytes(), { highWaterMark: 1 }), writable, signal ? { signal } : {});
  return summary;
}
