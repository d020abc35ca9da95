import type { ActivityData } from '@podium/board';
import type { AssistantMessage, ToolPart } from './open-code-types.ts';
import type { PartRecord, RunRecord } from './run-record.ts';
import { filesOf, stepOf, toolArguments, toolEnd, todosOf } from './activity-of-parts.ts';
import { writtenInMessage } from './run-summary.ts';
import { toolLine } from './tool-line.ts';
import { toolResult } from './tool-result.ts';

export type OutputKind = 'text' | 'reasoning' | 'tool' | 'tool_result' | 'status' | 'error' | 'step' | 'todo' | 'files';

/** A piece of a run's output that has not been written before. */
export interface OutputPiece {
  readonly kind: OutputKind;
  readonly text: string;
  /** What the piece belongs to: an OpenCode part, or `<part>:call`, `<part>:result`, `<message>:error` and the like. */
  readonly partId: string;
  /** Where in its part the piece begins, in UTF-16 units. */
  readonly partOffset: number;
  /** The name of the tool, for `tool` and `tool_result`. */
  readonly tool?: string;
  /** The tool failed, for `tool_result`. */
  readonly isError?: boolean;
  /** What the subagent that wrote this was asked to do; absent for the run itself. */
  readonly subagent?: string;
  /** For the status of a retry: when the next try comes, in epoch milliseconds. */
  readonly retryAtMs?: number;
  /** The call of a tool that it is about. */
  readonly callId?: string;
  /** The assistant message that it belongs to. */
  readonly messageId?: string;
  /** What the text does not say, as `ActivityData` of the board library has it. Only on the first piece of a part. */
  readonly data?: ActivityData;
}

type More = Pick<OutputPiece, 'tool' | 'isError' | 'callId' | 'messageId' | 'data'> & {
  readonly subagent: string | undefined;
};

/** How much of each part was written, in UTF-16 units, by this owner or by an earlier one. */
export type Written = Map<string, number>;

/**
 * The output of a run in one fixed order: message by message, part by part, a subagent's output between the call and
 * its result. A part comes only when all before it is out, so every reader, cut off or not, writes the same sequence.
 */
export class RunOutput {
  private readonly record: RunRecord;
  private readonly written: Written;
  private readonly directory: string;
  /** Parts with nothing left to write. */
  private readonly done = new Set<string>();

  constructor(record: RunRecord, written: Written, directory: string) {
    this.record = record;
    this.written = written;
    this.directory = directory;
  }

  /** What can be written now. Count a piece in `written` before asking for the next one. */
  *pending(): Generator<OutputPiece> {
    yield* this.messages(this.record.runMessages(), undefined);
    for (const { key, attempt, message, nextAtMs } of this.record.retries) {
      const text = `The provider failed (${message}). Try ${attempt + 1} comes after a pause.`;
      if (!this.written.has(key)) yield { kind: 'status', text, partId: key, partOffset: 0, retryAtMs: nextAtMs };
    }
  }

  /** Returns whether all is out. */
  private *messages(
    messages: readonly AssistantMessage[],
    subagent: string | undefined,
  ): Generator<OutputPiece, boolean> {
    for (const message of messages) {
      if (message.summary) {
        const text = 'The conversation has become too long and is summarised.';
        yield* this.rest('status', `${message.id}:compaction`, text, { subagent });
        continue;
      }
      const isOut = yield* this.message(message, subagent);
      if (!isOut) return false;
    }
    return true;
  }

  private *message(message: AssistantMessage, subagent: string | undefined): Generator<OutputPiece, boolean> {
    const parts = this.record.partsOf(message.id);
    for (const [index, part] of parts.entries()) {
      if (this.done.has(part.part.id)) continue;
      const isFollowed = parts.slice(index + 1).some((later) => later.isLive);
      const isOut = yield* this.part(part, isFollowed, subagent, message);
      if (!isOut) return false;
      if (part.final) this.done.add(part.part.id);
    }
    // Told again until the message is final: its parts may all be out before.
    if (message.time.completed !== undefined) {
      yield* this.once('step', `${message.id}:step`, { subagent, messageId: message.id, data: stepOf(message) });
    }
    return true;
  }

  private *part(
    record: PartRecord,
    isFollowed: boolean,
    subagent: string | undefined,
    message: AssistantMessage,
  ): Generator<OutputPiece, boolean> {
    const { part } = record;
    const messageId = part.messageID;
    if (part.type === 'tool') return yield* this.tool(part, record.final, subagent);
    if (part.type === 'patch' && part.files.length > 0) {
      const written = writtenInMessage(this.record, message, this.directory);
      const data = filesOf(part, written, this.directory);
      yield* this.once('files', `${part.id}:files`, { subagent, messageId, data });
    }
    if (part.type !== 'text' && part.type !== 'reasoning') return true;
    if (!record.known) return false;
    yield* this.rest(part.type, part.id, record.final ? record.text : steady(record.text), { subagent, messageId });
    return record.final || isFollowed;
  }

  private *tool(part: ToolPart, final: boolean, subagent: string | undefined): Generator<OutputPiece, boolean> {
    const { tool, state, id, callID: callId, messageID: messageId } = part;
    if (state.status === 'pending') return final;
    const of = { tool, subagent, callId, messageId };
    const line = toolLine(tool, state.input, this.directory);
    yield* this.rest('tool', `${id}:call`, line, { ...of, data: { arguments: toolArguments(state.input) } });
    const title = String(state.input['description'] ?? tool);
    const subagentIsOut = yield* this.messages(this.record.subagentMessages(part), title);
    if (!subagentIsOut && !final) return false;
    const key = `${id}:result`;
    const text = toolResult(tool, state, this.written.get(key) ?? 0);
    const isError = state.status === 'error';
    yield* this.rest('tool_result', key, text, { ...of, ...(isError ? { isError } : {}) });
    if (!final) return false;
    yield* this.once('tool_result', `${id}:end`, {
      ...of,
      ...(isError ? { isError } : {}),
      data: { end: toolEnd(state) },
    });
    const todos = todosOf(tool, state);
    if (todos) yield* this.once('todo', `${id}:todo`, { ...of, data: { todos } });
    return true;
  }

  private *rest(kind: OutputKind, partId: string, text: string, more: More): Generator<OutputPiece> {
    const partOffset = this.written.get(partId) ?? 0;
    if (text.length <= partOffset) return;
    const { subagent, data, ...rest } = more;
    yield {
      kind,
      text: text.slice(partOffset),
      partId,
      partOffset,
      ...rest,
      ...(data && partOffset === 0 ? { data } : {}),
      ...(subagent === undefined ? {} : { subagent }),
    };
  }

  /** What has no text is written once. */
  private *once(kind: OutputKind, partId: string, more: More): Generator<OutputPiece> {
    if (this.written.has(partId)) return;
    const { subagent, ...rest } = more;
    yield { kind, text: '', partId, partOffset: 0, ...rest, ...(subagent === undefined ? {} : { subagent }) };
  }
}

/** The part of a growing text that stays: OpenCode trims the end of a text, and a delta may split a surrogate pair. */
function steady(text: string): string {
  return text.trimEnd().replace(/[\uD800-\uDBFF]$/, '');
}
