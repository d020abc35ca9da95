import type { OutputChunk } from '@podium/proto';

/** What a piece of output is, as the panel colours it. */
export type OutputKindName = 'text' | 'reasoning' | 'tool' | 'tool_result' | 'status' | 'error' | 'done';

/** Chunks that belong together, joined: the fragments of one message part, or one tool's answer. */
export interface OutputBlock {
  /** Number of its first chunk; stable. */
  id: number;
  kind: OutputKindName;
  partId: string | null;
  tool: string | null;
  text: string;
  /** When its first chunk was written, RFC 3339. */
  time: string;
}

/** The output of one session so far. */
export interface OutputLog {
  blocks: readonly OutputBlock[];
  /** Number of the last chunk; chunks are numbered 1, 2, 3 … without a gap. */
  lastNumber: number;
  /** Sequence of the last chunk in the stream: where to resume. */
  lastSequence: number;
  /** True once the last chunk of the session is there. */
  done: boolean;
}

export const emptyOutput: OutputLog = { blocks: [], lastNumber: 0, lastSequence: 0, done: false };

/**
 * Appends chunks in order. A chunk that is already there changes nothing. Null where one is missing in between: then the
 * output has to be asked for again from `lastSequence`.
 */
export function appendOutput(
  log: OutputLog,
  received: readonly { sequence: number; chunk: OutputChunk }[],
): OutputLog | null {
  const blocks = [...log.blocks];
  let { lastNumber, lastSequence, done } = log;
  for (const { sequence, chunk } of received) {
    if (chunk.number <= lastNumber) continue;
    if (chunk.number !== lastNumber + 1) return null;
    lastNumber = chunk.number;
    lastSequence = sequence;
    done ||= chunk.kind === 'OUTPUT_KIND_DONE';
    addChunk(blocks, chunk);
  }
  return lastNumber === log.lastNumber ? log : { blocks, lastNumber, lastSequence, done };
}

/** The newest thing that the agent is known to do, for one line: its last tool call, or that it thinks or writes. */
export function latestStep(log: OutputLog): string | null {
  const block = log.blocks.findLast((candidate) => candidate.kind !== 'tool_result' && candidate.text.trim() !== '');
  if (!block) return null;
  if (block.kind === 'reasoning') return 'thinking';
  if (block.kind === 'text') return 'writing';
  return block.text.trim().split('\n', 1)[0] ?? null;
}

/** What had begun to be said by a time, RFC 3339. */
export function outputUntil(log: OutputLog, time: string): OutputLog {
  const untilMs = Date.parse(time);
  return { ...log, blocks: log.blocks.filter((block) => Date.parse(block.time) <= untilMs) };
}

function addChunk(blocks: OutputBlock[], chunk: OutputChunk): void {
  const kind = kindName(chunk.kind);
  const last = blocks.at(-1);
  if (last && continues(last, kind, chunk)) {
    blocks[blocks.length - 1] = { ...last, text: last.text + chunk.text };
    return;
  }
  if (kind === 'done' && !chunk.text) return;
  blocks.push({
    id: chunk.number,
    kind,
    partId: chunk.partId ?? null,
    tool: chunk.tool ?? null,
    text: chunk.text,
    time: chunk.time,
  });
}

/** Fragments of one part flow together; Podium's own words and tool calls are lines of their own. */
function continues(last: OutputBlock, kind: OutputKindName, chunk: OutputChunk): boolean {
  if (last.kind !== kind || last.partId !== (chunk.partId ?? null)) return false;
  return last.partId !== null ? kind !== 'tool' : kind === 'text' || kind === 'reasoning';
}

function kindName(kind: string): OutputKindName {
  switch (kind) {
    case 'OUTPUT_KIND_REASONING':
      return 'reasoning';
    case 'OUTPUT_KIND_TOOL':
      return 'tool';
    case 'OUTPUT_KIND_TOOL_RESULT':
      return 'tool_result';
    case 'OUTPUT_KIND_STATUS':
      return 'status';
    case 'OUTPUT_KIND_ERROR':
      return 'error';
    case 'OUTPUT_KIND_DONE':
      return 'done';
    default:
      return 'text';
  }
}
