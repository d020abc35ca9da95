import { types } from 'node:util';

/** Why something about a workspace could not be done. */
export const workspaceErrorCodes = [
  'path_refused',
  'not_found',
  'not_a_file',
  'not_a_directory',
  'file_too_large',
  'file_changed',
  'range_invalid',
  'revision_invalid',
  'no_repository',
  'git_failed',
  'search_failed',
] as const;

export type WorkspaceErrorCode = (typeof workspaceErrorCodes)[number];

/** The message is one sentence for a person. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';

  constructor(
    readonly code: WorkspaceErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Code of a failed call of the system, such as `ENOENT`; undefined for any other error. */
export function systemCode(error: unknown): string | undefined {
  const code: unknown = types.isNativeError(error) && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
