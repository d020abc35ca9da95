import { LogUnavailableError } from '@podium/event-sourcing';
import type { OutputLog } from '@podium/jetstream';
import { OutputKind, type OutputChunk } from '@podium/proto';
import { pause } from './pause.ts';
import type { OutputEnd } from './output-end.ts';

/** A piece of output as the API shows it. */
export interface OutputEvent {
  readonly type: 'output' | 'error' | 'status' | 'done';
  readonly kind: string;
  readonly text: string;
  readonly timestamp: string;
  readonly number: number;
  readonly tool?: string;
}

export interface SequencedOutput {
  readonly sequence: number;
  readonly event: OutputEvent;
}

/** How often it is looked whether everything of an ended session has been read. */
const lookMs = 200;

/** A session's output as the API shows it. */
export class OutputStream {
  readonly #log: OutputLog;
  readonly #end: OutputEnd;

  constructor(log: OutputLog, end: OutputEnd) {
    this.#log = log;
    this.#end = end;
  }

  /**
   * Output after a sequence of the stream, first what is there and then live. Ends after `done`, which is made up where
   * the session has ended and its log does not say so.
   */
  async *follow(
    of: { projectId: string; sessionId: string },
    after: number,
    gone: AbortSignal,
  ): AsyncGenerator<SequencedOutput> {
    const { projectId, sessionId } = of;
    const over = new AbortController();
    const signal = AbortSignal.any([gone, over.signal]);
    let cursor = after;
    let number = 0;
    const end = this.#caughtUpAfterEnd(of, () => cursor, signal).finally(() => over.abort());
    try {
      for await (const { sequence, chunk } of this.#log.follow(projectId, sessionId, { after, signal })) {
        cursor = sequence;
        ({ number } = chunk);
        yield { sequence, event: outputEvent(chunk) };
        if (chunk.kind === OutputKind.DONE) return;
      }
      if (!gone.aborted) yield { sequence: cursor, event: madeUpEnd(number) };
    } finally {
      over.abort();
      await end;
    }
  }

  /** Resolves when the session has ended, and everything that was written of its output has been read. */
  async #caughtUpAfterEnd(
    { projectId, sessionId }: { projectId: string; sessionId: string },
    cursor: () => number,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#end.ended(projectId, sessionId, signal);
    while (!signal.aborted) {
      // The writer writes the last chunk before the fact: what is not there now will not come.
      const last = await this.#lastSequence(projectId, sessionId);
      if (last !== undefined && cursor() >= last) return;
      await pause(lookMs, signal);
    }
  }

  /** 0 where there is no output; undefined while the log is away. */
  async #lastSequence(projectId: string, sessionId: string): Promise<number | undefined> {
    try {
      return (await this.#log.last(projectId, sessionId))?.sequence ?? 0;
    } catch (error) {
      if (error instanceof LogUnavailableError) return undefined;
      throw error;
    }
  }
}

/** How kinds of chunks look in the API. */
const kinds: Readonly<Record<OutputKind, { type: OutputEvent['type']; kind: string }>> = {
  [OutputKind.UNSPECIFIED]: { type: 'output', kind: 'text' },
  [OutputKind.TEXT]: { type: 'output', kind: 'text' },
  [OutputKind.REASONING]: { type: 'output', kind: 'reasoning' },
  [OutputKind.TOOL]: { type: 'output', kind: 'tool' },
  [OutputKind.TOOL_RESULT]: { type: 'output', kind: 'tool_result' },
  [OutputKind.STATUS]: { type: 'status', kind: 'status' },
  [OutputKind.ERROR]: { type: 'error', kind: 'error' },
  [OutputKind.DONE]: { type: 'done', kind: 'done' },
  [OutputKind.STEP]: { type: 'status', kind: 'step' },
  [OutputKind.TODO]: { type: 'status', kind: 'todo' },
  [OutputKind.FILES]: { type: 'status', kind: 'files' },
  [OutputKind.PROMPT]: { type: 'status', kind: 'prompt' },
};

function outputEvent(chunk: OutputChunk): OutputEvent {
  const { type, kind } = kinds[chunk.kind];
  const { text, time: timestamp, number, tool } = chunk;
  return { type, kind, text, timestamp, number, ...(tool === undefined ? {} : { tool }) };
}

function madeUpEnd(number: number): OutputEvent {
  return { type: 'done', kind: 'done', text: '', timestamp: new Date().toISOString(), number };
}
