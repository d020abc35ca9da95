import type { OutputBlock, OutputKindName } from './output-log.ts';

/** One row of the panel. */
export interface OutputLine {
  key: string;
  kind: OutputKindName;
  text: string;
  /** Set on the first line of a block. */
  time: string | null;
  tool: string | null;
  /** How many lines of the block are folded away behind this row; 0 on ordinary rows. */
  folded: number;
  blockId: number;
}

/** A tool's answer is shown up to here before it is unfolded. */
const shownResultLines = 6;

const cache = new WeakMap<OutputBlock, OutputLine[]>();

/** The rows of all blocks. Blocks are immutable, so that only those that grew are split again. */
export function outputLines(blocks: readonly OutputBlock[], unfolded: ReadonlySet<number>): OutputLine[] {
  return blocks.flatMap((block) => {
    const lines = linesOf(block);
    return block.kind === 'tool_result' && !unfolded.has(block.id) ? fold(block, lines) : lines;
  });
}

function linesOf(block: OutputBlock): OutputLine[] {
  const known = cache.get(block);
  if (known) return known;
  const lines = block.text
    .replace(/\n+$/, '')
    .split('\n')
    .map((text, index) => line(block, index, text));
  cache.set(block, lines);
  return lines;
}

function fold(block: OutputBlock, lines: OutputLine[]): OutputLine[] {
  if (lines.length <= shownResultLines + 1) return lines;
  const more = {
    ...line(block, shownResultLines, ''),
    key: `${block.id}-more`,
    folded: lines.length - shownResultLines,
  };
  return [...lines.slice(0, shownResultLines), more];
}

function line(block: OutputBlock, index: number, text: string): OutputLine {
  return {
    key: `${block.id}-${index}`,
    kind: block.kind,
    text,
    time: index === 0 ? block.time : null,
    tool: index === 0 ? block.tool : null,
    folded: 0,
    blockId: block.id,
  };
}
