import type { ServerResponse } from 'node:http';
import type { WorkspaceErrorCode } from '@podium/workspace';

/** A request that is not answered as it wished. The message is one sentence for a person. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const statusOfCode: Readonly<Record<WorkspaceErrorCode, number>> = {
  path_refused: 403,
  not_found: 404,
  no_repository: 404,
  not_a_file: 409,
  not_a_directory: 409,
  file_changed: 412,
  file_too_large: 413,
  range_invalid: 416,
  revision_invalid: 422,
  git_failed: 500,
  search_failed: 500,
};

/** Nothing here is ever a page of its own. */
export const alwaysHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
} as const;

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...alwaysHeaders, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
