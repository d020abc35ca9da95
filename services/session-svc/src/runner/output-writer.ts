import type { ActivityData } from '@podium/board';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { OutputLog } from '@podium/jetstream';
import { OutputKind, type OutputChunk } from '@podium/proto';

/** A piece of output before it is numbered. */
export interface OutputPiece {
  readonly kind: OutputKind;
  readonly text: string;
  /** What the text is a piece of; absent on Podium's own words. */
  readonly partId?: string | undefined;
  /** UTF-16 units of that part that come before the text. */
  readonly partOffset?: number | undefined;
  readonly tool?: string | undefined;
  readonly callId?: string | undefined;
  readonly messageId?: string | undefined;
  /** What the subagent that wrote it was asked to do. */
  readonly subagent?: string | undefined;
  /** What the text does not say. A piece with data is a chunk of its own, and may have no text. */
  readonly data?: ActivityData | undefined;
}

/** How long output waits for company before it is written. Source: DESIGN, "Running a session", 5. */
const coalesceMilliseconds = 50;
/** How much output is written without waiting, in UTF-16 units. */
const coalesceLength = 4_096;
/**
 * The longest text of one chunk, in UTF-16 units. Written as JSON one may take six bytes, and the log takes messages of a
 * megabyte.
 */
const longestText = 100_000;
/** How long to wait before the log is asked again when it was away. */
const retryMilliseconds = 500;

/**
 * Writes one session's output as numbered chunks, in order, without gap or repeat.
 *
 * It begins by reading what earlier owners wrote; each write is guarded by the position of the last chunk, so that
 * an owner who lost the session can't write any more. The log being away delays output, it never drops any.
 */
export class OutputWriter {
  readonly #log: OutputLog;
  readonly #projectId: string;
  readonly #sessionId: string;
  readonly #waiting: OutputPiece[] = [];
  #waitingLength = 0;
  #lastNumber = 0;
  #lastSequence = 0;
  #lastTimeMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failure: unknown;
  #closed = false;
  readonly #onFailure: () => void;

  /** Written length of each part by its id, in UTF-16 units: where the next owner goes on. */
  readonly written = new Map<string, number>();

  private constructor(log: OutputLog, projectId: string, sessionId: string, onFailure: () => void) {
    this.#onFailure = onFailure;
    this.#log = log;
    this.#projectId = projectId;
    this.#sessionId = sessionId;
  }

  /** @param onFailure called once, when the session turns out to belong to someone else. */
  static async open(
    log: OutputLog,
    projectId: string,
    sessionId: string,
    onFailure: () => void,
  ): Promise<OutputWriter> {
    const writer = new OutputWriter(log, projectId, sessionId, onFailure);
    for (const { sequence, chunk } of await log.readAll(projectId, sessionId)) {
      writer.#lastNumber = chunk.number;
      writer.#lastSequence = sequence;
      writer.#lastTimeMs = Date.parse(chunk.time);
      writer.#note(chunk);
    }
    return writer;
  }

  /** Number of chunks so far, those that still wait included. */
  get chunks(): number {
    return this.#lastNumber + this.#waiting.length;
  }

  /** When the session last said something, in epoch milliseconds; 0 where it has not. */
  get lastTimeMs(): number {
    return this.#lastTimeMs;
  }

  /** Why nothing can be written any more, if so: someone else writes this session's output. */
  get failure(): unknown {
    return this.#failure;
  }

  /** What Podium says about the session. The key makes saying it again, by a later owner, the same as once. */
  say(key: string, text: string): void {
    this.#once(key, { kind: OutputKind.STATUS, text });
  }

  /** What went wrong, in words for a person. */
  complain(key: string, text: string): void {
    this.#once(key, { kind: OutputKind.ERROR, text });
  }

  /** The last chunk of the session. */
  done(how: string): void {
    this.#once('done', { kind: OutputKind.DONE, text: how });
  }

  /** What a person told the agent. */
  prompt(key: string, text: string, messageId: string, data: ActivityData): void {
    this.#once(key, { kind: OutputKind.PROMPT, text, messageId, data });
  }

  #once(key: string, piece: OutputPiece): void {
    const partId = `podium:${key}`;
    if (!this.written.has(partId)) this.write({ ...piece, partId, partOffset: 0 });
  }

  write(piece: OutputPiece): void {
    if (piece.text === '' && !piece.data) return;
    this.#note(piece);
    for (const part of shortParts(piece)) {
      const last = this.#waiting.at(-1);
      if (last && continues(last, part))
        this.#waiting[this.#waiting.length - 1] = { ...last, text: last.text + part.text };
      else this.#waiting.push(part);
    }
    this.#waitingLength += piece.text.length;
    if (this.#waitingLength >= coalesceLength) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), coalesceMilliseconds);
  }

  /** Resolves once everything that was written before is in the log, or the writer has failed or is closed. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#writeWaiting());
    return this.#writing;
  }

  /** Writes what waits, if the log is there; what stays behind, the next owner writes anew. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  async #writeWaiting(): Promise<void> {
    if (this.#waiting.length === 0 || this.#failure !== undefined) return;
    const pieces = this.#waiting.splice(0);
    this.#waitingLength = 0;
    const time = new Date().toISOString();
    this.#lastTimeMs = Date.parse(time);
    let chunks = pieces.map((piece, index) => this.#chunk(piece, this.#lastNumber + 1 + index, time));
    this.#lastNumber += chunks.length;
    while (chunks.length > 0) {
      try {
        this.#lastSequence = await this.#log.append(this.#projectId, this.#sessionId, chunks, this.#lastSequence);
        return;
      } catch (error) {
        if (!(error instanceof LogUnavailableError) || this.#closed) return this.#fail(error);
        await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
        chunks = await this.#unwritten(chunks);
      }
    }
  }

  /** After a write of unknown success: those of the chunks that the log does not have. */
  async #unwritten(chunks: OutputChunk[]): Promise<OutputChunk[]> {
    try {
      const last = await this.#log.last(this.#projectId, this.#sessionId);
      const index = chunks.findIndex(({ number, time, text }) => {
        return number === last?.chunk.number && time === last.chunk.time && text === last.chunk.text;
      });
      if (last && index >= 0) this.#lastSequence = last.sequence;
      return chunks.slice(index + 1);
    } catch (error) {
      if (error instanceof LogUnavailableError) return chunks;
      throw error;
    }
  }

  #fail(error: unknown): void {
    this.#failure = error;
    this.#onFailure();
  }

  #chunk(piece: OutputPiece, number: number, time: string): OutputChunk {
    return {
      sessionId: this.#sessionId,
      number,
      kind: piece.kind,
      text: piece.text,
      time,
      partOffset: piece.partOffset ?? 0,
      ...(piece.partId === undefined ? {} : { partId: piece.partId }),
      ...(piece.tool === undefined ? {} : { tool: piece.tool }),
      ...(piece.callId === undefined ? {} : { callId: piece.callId }),
      ...(piece.messageId === undefined ? {} : { messageId: piece.messageId }),
      ...(piece.subagent === undefined ? {} : { subagent: piece.subagent }),
      ...(piece.data === undefined ? {} : { data: JSON.stringify(piece.data) }),
    };
  }

  #note(piece: Pick<OutputPiece, 'partId' | 'partOffset' | 'text'>): void {
    if (piece.partId !== undefined) this.written.set(piece.partId, (piece.partOffset ?? 0) + piece.text.length);
  }
}

/** Whether a piece is the direct continuation of the one before, so that both can be one chunk. */
function continues(last: OutputPiece, next: OutputPiece): boolean {
  return (
    last.partId !== undefined &&
    last.partId === next.partId &&
    !next.data &&
    last.kind === next.kind &&
    last.text.length + next.text.length <= longestText &&
    (last.partOffset ?? 0) + last.text.length === next.partOffset
  );
}

/** The same as pieces that the log takes; only the first has the data. */
function* shortParts({ data, ...piece }: OutputPiece): Generator<OutputPiece> {
  const { text, partOffset = 0 } = piece;
  for (let from = 0; from === 0 || from < text.length;) {
    const to = endOfPart(text, from);
    yield {
      ...piece,
      text: text.slice(from, to),
      partOffset: partOffset + from,
      ...(from === 0 && data ? { data } : {}),
    };
    from = Math.max(to, 1);
  }
}

/** Not between the two halves of a character. */
function endOfPart(text: string, from: number): number {
  const end = Math.min(from + longestText, text.length);
  return end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
}
