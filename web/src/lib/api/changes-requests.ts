import type { TurnChangesView } from '@podium/board';
import { apiPath } from './client.ts';
import { read } from './requests.ts';

interface SessionChanges {
  session_id: string;
  /** Those that have ended, in order. */
  turns: TurnChangesView[];
  position: number;
}

interface FilePatch {
  turn: number;
  path: string;
  /** A unified diff; empty for a binary file. */
  patch: string;
  /** It ends early: only so much is kept. */
  truncated: boolean;
}

export async function getChanges(
  sessionId: string,
  signal: AbortSignal,
  notBefore: number,
): Promise<readonly TurnChangesView[]> {
  return (await read<SessionChanges>(apiPath('sessions', sessionId, 'changes'), signal, notBefore)).turns;
}

/** What a turn changed of one file. */
export function getPatch(sessionId: string, turn: number, path: string, signal: AbortSignal): Promise<FilePatch> {
  return read(`${apiPath('sessions', sessionId, 'changes', String(turn))}?${new URLSearchParams({ path })}`, signal);
}
