import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemFromError, problemOf, toProblemDetails, type Logger } from '@podium/service-kit';
import { stringifySetCookie } from 'cookie';
import { compressed } from './compressed.ts';
import { accessCookie, type AccessToken } from './identity/access-token.ts';
import type { Guard } from './identity/guard.ts';
import type { SignInRoutes } from './identity/sign-in-routes.ts';
import type { WebProxy } from './web-proxy/web-proxy.ts';

/** Paths that this process answers; all others are the web application's. */
const ownPaths = /^\/(api|health|metrics|socket\.io)(?:[/?]|$)/;

const socketPath = /^\/socket\.io(?:[/?]|$)/;

/** What is measured says how much all people do, and what they may ask for: it is for who runs Podium. */
const operatorPaths = /^\/metrics(?:[/?]|$)/;

/** Probes come from machines, under any name and without a token, and are told nothing secret. */
const openPaths = /^\/health(?:[/?]|$)/;

export interface DoorParts {
  readonly guard: Guard;
  readonly web: WebProxy;
  readonly logger: Logger;
  /** Where nobody signs in: what lets browsers in instead. */
  readonly accessToken: AccessToken | undefined;
  /** Where people sign in. */
  readonly signIn: SignInRoutes | undefined;
}

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
export function openDoor(server: Server, parts: DoorParts): void {
  const own = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const isOwn = ownPaths.test(request.url ?? '/');
    if (isOwn) for (const [name, value] of apiHeaders) response.setHeader(name, value);
    admitOrAnswer(request, response, parts).then(
      (isAdmitted) => {
        if (!isAdmitted) return;
        compressed(request, response, () => {
          if (isOwn) for (const listener of own) listener(request, response);
          else parts.web.forward(request, response);
        });
      },
      (error: unknown) => refuse(error, request, response, parts),
    );
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = request.url ?? '/';
    if (socketPath.test(path)) return;
    if (ownPaths.test(path)) socket.destroy();
    else admitUpgrade(request, socket, head, parts);
  });
}

/** Whether the request may go on; false where it has been answered. @throws ProblemError 401, 403 or 503 */
async function admitOrAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { guard, accessToken, signIn }: DoorParts,
): Promise<boolean> {
  if (openPaths.test(request.url ?? '/')) return true;
  if (accessToken && signsIn(request, response, { guard, accessToken })) return false;
  if (signIn?.isOwn(request)) {
    await signIn.answer(request, response);
    return false;
  }
  const { renewal, person } = await guard.admit(request);
  if (person.signedInBy !== 'local' && operatorPaths.test(request.url ?? '/')) {
    throw problemOf('forbidden', 'The metrics are for whoever runs Podium, on the port METRICS_PORT.');
  }
  // Files of the web application may be kept by caches that many people share; answers of ours are kept by none.
  if (renewal !== undefined && ownPaths.test(request.url ?? '/')) response.setHeader('Set-Cookie', renewal);
  return true;
}

function refuse(error: unknown, request: IncomingMessage, response: ServerResponse, parts: DoorParts): void {
  const problem = problemFromError(error);
  if (problem.status >= 500) parts.logger.warn({ err: error }, 'nobody can be let in');
  if (problem.status === 401 && !ownPaths.test(request.url ?? '/') && parts.signIn?.sendsToSignIn(request, response)) {
    return;
  }
  answerProblem(error, request, response);
}

function admitUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, { guard, web, logger }: DoorParts): void {
  const onError = (error: unknown): void => logger.debug({ err: error }, 'upgrade broke');
  socket.on('error', onError);
  guard.admit(request).then(
    () => {
      socket.off('error', onError);
      web.forwardUpgrade(request, socket, head);
    },
    (error: unknown) => {
      const { status, title } = problemFromError(error);
      logger.debug({ path: request.url, status }, 'upgrade refused');
      socket.end(`HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
  );
}

/** `/?access_token=…`: keeps the token in a cookie and takes it out of the address. True where it answered. */
function signsIn(
  request: IncomingMessage,
  response: ServerResponse,
  { guard, accessToken }: { guard: Guard; accessToken: AccessToken },
): boolean {
  if (request.method !== 'GET' || !request.url?.startsWith('/?')) return false;
  const query = new URLSearchParams(request.url.slice(2));
  const token = query.get('access_token');
  if (token === null) return false;
  guard.checkSite(request);
  if (!accessToken.isToken(token)) return false;
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
