import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemFromError, toProblemDetails, type Logger } from '@podium/service-kit';
import { stringifySetCookie } from 'cookie';
import { accessCookie, type Guard } from './identity/guard.ts';
import type { WebProxy } from './web-proxy/web-proxy.ts';

/** Paths that this process answers; all others are the web application's. */
const ownPaths = /^\/(api|health|metrics|socket\.io)(?:[/?]|$)/;

const socketPath = /^\/socket\.io(?:[/?]|$)/;

/** Probes come from machines, under any name and without a token, and are told nothing secret. */
const openPaths = /^\/health(?:[/?]|$)/;

/** What all answers of the API carry. They are data for scripts: nothing in them is to be run, framed or kept. */
const apiHeaders = Object.entries({
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
});

/**
 * Puts the guard in front of everything that reaches the HTTP server, and forwards what is not ours before its body is
 * read. Socket.IO takes its path out of the server before this; it asks the same guard (see live/socket-adapter.ts).
 */
export function openDoor(
  server: Server,
  { guard, web, logger }: { guard: Guard; web: WebProxy; logger: Logger },
): void {
  const own = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const isOwn = ownPaths.test(path);
    if (isOwn) for (const [name, value] of apiHeaders) response.setHeader(name, value);
    try {
      if (!openPaths.test(path) && !signsIn(request, response, guard)) guard.admit(request);
    } catch (error) {
      answerProblem(error, request, response);
      return;
    }
    if (response.writableEnded) return;
    if (isOwn) for (const listener of own) listener(request, response);
    else web.forward(request, response);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url ?? '/';
    if (socketPath.test(path)) return;
    if (ownPaths.test(path)) {
      socket.destroy();
      return;
    }
    try {
      guard.admit(request);
    } catch (error) {
      const { status, title } = problemFromError(error);
      logger.debug({ path: request.url, status }, 'upgrade refused');
      socket.end(`HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    web.forwardUpgrade(request, socket, head);
  });
}

/** `/?access_token=…`: keeps the token in a cookie and takes it out of the address. True where it answered. */
function signsIn(request: IncomingMessage, response: ServerResponse, guard: Guard): boolean {
  if (request.method !== 'GET' || !request.url?.startsWith('/?')) return false;
  const query = new URLSearchParams(request.url.slice(2));
  const token = query.get('access_token');
  if (token === null) return false;
  guard.checkSite(request);
  if (!guard.isToken(token)) return false;
  const cookie = { name: accessCookie, value: token, httpOnly: true, sameSite: 'lax', path: '/' } as const;
  response.writeHead(303, { Location: '/', 'Set-Cookie': stringifySetCookie(cookie), 'Cache-Control': 'no-store' });
  response.end();
  return true;
}

/** Answers an error outside of Nest, in the same form as Nest's filter does. */
export function answerProblem(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  const problem = problemFromError(error);
  const body = JSON.stringify(toProblemDetails(problem, request.url?.split('?', 1)[0]));
  const challenge = problem.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
  response.writeHead(problem.status, { 'Content-Type': 'application/problem+json; charset=utf-8', ...challenge });
  response.end(body);
}
