import type { Commit, TurnChanges } from '@podium/proto';

/** What was seen of the workspace when a turn had ended. */
export interface WorkspaceLook {
  /** The commit that it is at; absent where there is none or it could not be read. */
  readonly head?: Commit | undefined;
  /** What the turn changed; absent where that could not be read. */
  readonly changes?: TurnChanges | undefined;
}

/**
 * What the end of a turn says of the workspace.
 * @param before the commit that it was at when the turn began; empty before its first one, null where unknown
 */
export function workspaceNews(
  before: string | null,
  { head, changes }: WorkspaceLook = {},
): { commit?: Commit; changes?: TurnChanges } {
  const isNew = head !== undefined && before !== null && head.hash !== before;
  return { ...(isNew ? { commit: head } : {}), ...(changes ? { changes } : {}) };
}
