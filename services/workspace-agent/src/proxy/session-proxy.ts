import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createProxyServer, type ProxyServer } from 'httpxy';
import { bearerOf, isSameToken } from '../token.ts';
import { providerOf, type Provider } from './providers.ts';

export interface SessionProxyOptions {
  readonly token: string;
  /** By id of the provider. */
  readonly keys: Readonly<Record<string, string>>;
  /** Base URLs in the place of the providers' own. */
  readonly urls: Readonly<Record<string, string>>;
  /** Told of requests that were let through and failed, without their content. */
  readonly onTrouble: (message: string) => void;
}

/** A path and a query of letters that mean only themselves: nothing to decode, so nothing to understand differently. */
const target = /^\/([a-z0-9-]+)((?:\/[\w.:@~-]+)+)(?:\?([\w.:@~%&=+-]*))?$/;

/** Headers that say who asks; and those with which a request could become something else on its way. */
const strippedHeaders = [
  ...['authorization', 'x-api-key', 'x-goog-api-key', 'api-key', 'proxy-authorization', 'cookie'],
  ...['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'upgrade', 'http2-settings', 'te'],
];

/** What a provider may take to begin its answer, or to go on with it: models think for minutes. */
const silenceMs = 15 * 60_000;

/**
 * Stands between OpenCode and the providers: takes requests with the pod's own token and puts the real key on them, so
 * that nothing which an agent can read holds a key. Answers pass as they come.
 */
export function createSessionProxy(options: SessionProxyOptions): Server {
  const proxy = createProxyServer({ changeOrigin: true, proxyTimeout: silenceMs });
  proxy.on('error', (error, request, response) => {
    options.onTrouble(`${providerNameOf(request)}: ${error.message}`);
    if (response && 'writeHead' in response) refuse(response, 502, 'provider_unreachable', `It said: ${error.message}`);
    else response?.destroy();
  });
  const server = createServer((request, response) => forward(proxy, options, request, response));
  // A long prompt with pictures over a slow line is no attack: the pod's own agent is the only client.
  server.requestTimeout = silenceMs;
  return server;
}

function forward(
  proxy: ProxyServer,
  { token, keys, urls }: SessionProxyOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method === 'GET' && request.url === '/health') {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
    return;
  }
  if (!isSameToken(tokenOf(request), token)) {
    return refuse(response, 401, 'token_wrong', 'This is not the token of this pod.');
  }
  const [, id = '', path = '', query = ''] = target.exec(request.url ?? '') ?? [];
  const provider = providerOf(id);
  const key = Object.hasOwn(keys, id) ? keys[id] : undefined;
  if (!provider || key === undefined) return refuse(response, 404, 'provider_unknown', 'There is no such provider.');
  if (request.method !== 'POST' || !provider.paths.test(path)) {
    return refuse(response, 403, 'path_refused', 'Only requests to run a model pass here.');
  }
  const base = urls[id] ?? provider.url;
  request.url = `${path}${queryOf(query)}`;
  for (const name of strippedHeaders) delete request.headers[name];
  Object.assign(request.headers, keyHeader(provider, key));
  void proxy.web(request, response, { target: base });
}

/** OpenCode's libraries send what they take for a key in the header of the provider. */
function tokenOf({ headers }: IncomingMessage): string {
  const own = headers['x-api-key'] ?? headers['x-goog-api-key'];
  return typeof own === 'string' ? own : bearerOf(headers.authorization);
}

function keyHeader({ keyHeader: name }: Provider, key: string): Record<string, string> {
  return { [name]: name === 'authorization' ? `Bearer ${key}` : key };
}

/** Google takes keys there too. */
function queryOf(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('key');
  const rest = parameters.toString();
  return rest === '' ? '' : `?${rest}`;
}

function providerNameOf(request: IncomingMessage | undefined): string {
  return request?.headers.host ?? 'a provider';
}

/** In the shape in which OpenCode's libraries look for a message. */
function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { type: code, code, message } }));
}
