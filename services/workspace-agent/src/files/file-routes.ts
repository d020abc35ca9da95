import type { IncomingMessage, ServerResponse } from 'node:http';
import { maxReadBytes, maxWriteBytes, type FilePart, type Workspace, type WriteCondition } from '@podium/workspace';
import { alwaysHeaders, answerJson, RequestError } from './answers.ts';

/** `GET /v1/file?path=`: the bytes, whole or the one range that is asked for. */
export async function readFile(
  workspace: Workspace,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const range = rangeOf(request.headers.range);
  const part = await workspace.read(path, range);
  const headers = { ...alwaysHeaders, etag: part.etag, 'accept-ranges': 'bytes' };
  if (request.headers['if-none-match'] === part.etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const isWhole = part.offset === 0 && part.bytes.length === part.sizeBytes;
  if (!isWhole && !range) {
    const limit = `Files of more than ${maxReadBytes} bytes are read in ranges; this one has ${part.sizeBytes}.`;
    throw new RequestError('file_too_large', 413, limit);
  }
  if (range && part.bytes.length === 0) {
    throw new RequestError('range_invalid', 416, `"${path}" has only ${part.sizeBytes} bytes.`);
  }
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-type': 'application/octet-stream',
    'content-length': part.bytes.length,
    ...(range ? { 'content-range': contentRange(part) } : {}),
  });
  response.end(part.bytes);
}

/** `PUT /v1/file?path=` with `If-Match: <etag>` or `If-None-Match: *`. */
export async function writeFile(
  workspace: Workspace,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const condition = conditionOf(request);
  const etag = await workspace.write(path, await bodyOf(request), condition);
  response.writeHead(condition.kind === 'new' ? 201 : 200, { ...alwaysHeaders, etag }).end();
}

/** `GET /v1/entry?path=&offset=&limit=`: a folder's entries or a part of a file, as JSON. */
export async function look(workspace: Workspace, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const options = { offset: numberOf(query, 'offset'), limit: numberOf(query, 'limit') };
  answerJson(response, 200, await workspace.look(query.get('path') ?? '', options));
}

/** Undefined where it is not given. @throws RequestError for what is no whole number. */
export function numberOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new RequestError('query_invalid', 400, `"${name}" must be a whole number.`);
  return Number(text);
}

/** One range from a first byte on, as RFC 9110 writes them; others are answered with the whole, as it allows. */
function rangeOf(header: string | undefined): { offset: number; limit: number | undefined } | undefined {
  const [, first, last] = /^bytes=(\d{1,15})-(\d{1,15})?$/.exec(header ?? '') ?? [];
  if (first === undefined) return undefined;
  const offset = Number(first);
  if (last === undefined) return { offset, limit: undefined };
  if (Number(last) < offset) throw new RequestError('range_invalid', 416, 'The range ends before it begins.');
  return { offset, limit: Number(last) - offset + 1 };
}

function contentRange({ offset, bytes, sizeBytes }: FilePart): string {
  return `bytes ${offset}-${offset + bytes.length - 1}/${sizeBytes}`;
}

function conditionOf({ headers }: IncomingMessage): WriteCondition {
  const etag = headers['if-match'];
  if (etag !== undefined && etag !== '*') return { kind: 'known', etag };
  if (headers['if-none-match'] === '*') return { kind: 'new' };
  const message = 'A write says which state it replaces: If-Match with an etag, or If-None-Match: * for a new file.';
  throw new RequestError('condition_missing', 428, message);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxWriteBytes) {
      throw new RequestError('file_too_large', 413, `Files of more than ${maxWriteBytes} bytes can't be written.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
