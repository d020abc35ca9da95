import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WorkspaceError, type Workspace } from '@podium/workspace';
import { bearerOf, isSameToken } from '../token.ts';
import { answerJson, RequestError, statusOfCode } from './answers.ts';
import type { FileChanges } from './file-changes.ts';
import { look, numberOf, readFile, writeFile } from './file-routes.ts';

export interface FilesServerOptions {
  readonly workspace: Workspace;
  readonly changes: FileChanges;
  readonly token: string;
  /** Values that no answer may have: an agent could lead git or the search to a file that has them. */
  readonly secrets: readonly string[];
  /** Whether the other parts of the agent are well too. */
  readonly isHealthy: () => boolean;
  readonly onTrouble: (error: unknown) => void;
}

/** One request of somebody who may ask. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  readonly path: string;
}

type Handler = (exchange: Exchange) => Promise<void> | void;

const defaultMatches = 100;
const maxMatches = 500;

/** The files API: what people may see and change of a workspace, for whoever has the token. */
export function createFilesServer(options: FilesServerOptions): Server {
  const routes = routesOf(options);
  return createServer((request, response) => {
    answer(options, routes, request, response).catch((error: unknown) => fail(options, response, error));
  });
}

function routesOf({ workspace, changes, secrets }: FilesServerOptions): ReadonlyMap<string, Handler> {
  const json = async ({ response }: Exchange, body: Promise<unknown>): Promise<void> =>
    answerJson(response, 200, withoutSecrets(await body, secrets));
  return new Map<string, Handler>([
    ['GET /v1/entry', ({ query, response }) => look(workspace, query, response)],
    ['GET /v1/file', ({ path, request, response }) => readFile(workspace, path, request, response)],
    ['PUT /v1/file', ({ path, request, response }) => writeFile(workspace, path, request, response)],
    ['GET /v1/watch', ({ response }) => changes.follow(response)],
    ['GET /v1/search', (exchange) => json(exchange, workspace.search(queryOf(exchange), matchesOf(exchange)))],
    ['GET /v1/git/status', (exchange) => json(exchange, workspace.git.status())],
    [
      'GET /v1/git/log',
      (exchange) => {
        const { path, query } = exchange;
        return json(exchange, workspace.git.log({ path, limit: numberOf(query, 'limit') ?? 50 }).then(asCommits));
      },
    ],
    [
      'GET /v1/git/diff',
      (exchange) => {
        const { path, query } = exchange;
        const revisions = { from: query.get('from') ?? undefined, to: query.get('to') ?? undefined };
        return json(exchange, workspace.git.diff({ ...revisions, path }));
      },
    ],
  ]);
}

async function answer(
  { token, isHealthy }: FilesServerOptions,
  routes: ReadonlyMap<string, Handler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://agent');
  if (pathname === '/health') {
    const healthy = isHealthy();
    return answerJson(response, healthy ? 200 : 503, { status: healthy ? 'ok' : 'failing' });
  }
  if (!isSameToken(bearerOf(request.headers.authorization), token)) {
    throw new RequestError('token_wrong', 401, 'This is not the token of this pod.');
  }
  const handler = routes.get(`${request.method} ${pathname}`);
  if (!handler) throw new RequestError('not_found', 404, 'There is nothing here.');
  await handler({ request, response, query, path: query.get('path') ?? '' });
}

function fail({ onTrouble }: FilesServerOptions, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    onTrouble(error);
    response.destroy();
    return;
  }
  if (error instanceof RequestError) {
    answerJson(response, error.status, { code: error.code, message: error.message });
  } else if (error instanceof WorkspaceError) {
    answerJson(response, statusOfCode[error.code], { code: error.code, message: error.message });
  } else {
    onTrouble(error);
    answerJson(response, 500, { code: 'failed', message: 'The agent failed; its log says why.' });
  }
}

function withoutSecrets(body: unknown, secrets: readonly string[]): unknown {
  const text = JSON.stringify(body);
  return secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)))
    ? JSON.parse(
        secrets.reduce((rest, secret) => rest.replaceAll(JSON.stringify(secret).slice(1, -1), '[hidden]'), text),
      )
    : body;
}

function asCommits<T>(commits: T): { commits: T } {
  return { commits };
}

function queryOf({ query }: Exchange): string {
  const text = query.get('query') ?? '';
  if (text === '' || text.length > 1_000 || /[\0\n]/.test(text)) {
    throw new RequestError('query_invalid', 400, '"query" must be one line of 1 to 1,000 characters.');
  }
  return text;
}

function matchesOf({ query }: Exchange): number {
  return Math.min(numberOf(query, 'limit') ?? defaultMatches, maxMatches);
}
