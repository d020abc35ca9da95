import type { Usage } from '@podium/proto';
import { nothingUsed } from '../domain/usage.ts';
import type { WorkspaceLook } from '../domain/workspace-look.ts';

/** What came of a turn since its prompt was last sent. */
export interface TurnResult {
  readonly usage: Usage;
  /** Absent where nobody could look. */
  readonly workspace?: WorkspaceLook;
}

/** Nothing came of it, or what did was written down before. */
export const noResult: TurnResult = { usage: nothingUsed };
