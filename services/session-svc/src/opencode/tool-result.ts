import type { ToolState } from './open-code-types.ts';

/** More than this of one result is not worth keeping in the output of a run. In UTF-16 units. */
export const maxResultLength = 20_000;

const cutByOpenCode = '...output truncated...';
const slidingPrefix = '...\n\n';

/**
 * The result of a tool call as far as it is known. It only ever grows, so that what lies beyond `writtenLength` is new.
 *
 * A running bash sends its output again and again, whole, until that turns into a window on its end. OpenCode cuts a
 * finished output over 50 kB or 2,000 lines to its end too: after a beginning was written, a note stands for the rest.
 */
export function toolResult(tool: string, state: ToolState, writtenLength: number): string {
  if (state.status === 'error') return state.error ?? 'The tool failed.';
  if (state.status === 'running') return growing(state.metadata?.['output']);
  // What a subagent wrote stands before its result, which only repeats the end of it.
  if (tool === 'task') return 'done';
  const output = state.output ?? '';
  if (writtenLength > 0 && output.startsWith(cutByOpenCode)) return pad(writtenLength, '\n… the rest is not shown');
  return capped(output);
}

function growing(output: unknown): string {
  if (typeof output !== 'string' || output.startsWith(slidingPrefix)) return '';
  return output.slice(0, maxResultLength).replace(/[\uD800-\uDBFF]$/, '');
}

function capped(output: string): string {
  if (output.length <= maxResultLength) return output;
  const shown = output.slice(0, maxResultLength).replace(/[\uD800-\uDBFF]$/, '');
  return `${shown}\n… ${output.length - shown.length} more characters are not shown`;
}

/** A text whose beginning is already written, whatever it was. */
function pad(writtenLength: number, rest: string): string {
  return ' '.repeat(writtenLength) + rest;
}
