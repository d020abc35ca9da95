import { OutputKind } from '@podium/proto';
import type { OutputPiece } from '../opencode/run-output.ts';

const kinds: Record<OutputPiece['kind'], OutputKind> = {
  text: OutputKind.TEXT,
  reasoning: OutputKind.REASONING,
  tool: OutputKind.TOOL,
  tool_result: OutputKind.TOOL_RESULT,
  status: OutputKind.STATUS,
  error: OutputKind.ERROR,
  step: OutputKind.STEP,
  todo: OutputKind.TODO,
  files: OutputKind.FILES,
};

/** How a piece of a run is shown; a tool's failure is an error of the tool, not of the session. */
export function outputKindOf(piece: OutputPiece): OutputKind {
  return kinds[piece.kind];
}
