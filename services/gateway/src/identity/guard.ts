import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseCookie } from 'cookie';
import { problemOf } from '@podium/service-kit';
import { letIn, localOwner, type Person } from './person.ts';

/** Name of the cookie that carries the access token of a browser. */
export const accessCookie = 'podium_access_token';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface GuardOptions {
  /** Host names that are accepted beside loopback, lower-case. */
  readonly allowedHosts: readonly string[];
  readonly accessToken: string | undefined;
}

/**
 * The one check that every request and every socket passes before anything is done for it.
 *
 * `Host` is checked against DNS rebinding: a foreign page whose name points at loopback is not let in. `Origin` is
 * checked against cross-site requests: a browser sends it with every write and every socket.
 */
export class Guard {
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #tokenDigest: Buffer | undefined;

  constructor({ allowedHosts, accessToken }: GuardOptions) {
    this.#allowedHosts = new Set(allowedHosts);
    this.#tokenDigest = accessToken === undefined ? undefined : digest(accessToken);
  }

  /** Lets a request in and says who sent it. @throws ProblemError 401 or 403 */
  admit(request: IncomingMessage): Person {
    const person = this.#identify(request);
    letIn(request, person);
    return person;
  }

  /** Whether this is the access token. True where none is demanded. */
  isToken(token: string | undefined): boolean {
    if (!this.#tokenDigest) return true;
    return token !== undefined && timingSafeEqual(digest(token), this.#tokenDigest);
  }

  #hasToken(request: IncomingMessage): boolean {
    return !this.#tokenDigest || this.isToken(tokenOf(request));
  }

  /** @throws ProblemError 403 for a foreign `Host` or `Origin`. */
  checkSite(request: IncomingMessage): void {
    const host = request.headers.host?.toLowerCase();
    if (host === undefined || !this.#isAllowed(hostName(host))) {
      throw problemOf('forbidden', 'This name is not one of Podium. Add it to PODIUM_ALLOWED_HOSTS if it should be.');
    }
    const { origin } = request.headers;
    const isForeign = origin === undefined ? isCrossSiteWrite(request) : hostOf(origin) !== host;
    if (isForeign) throw problemOf('forbidden', 'Requests from other sites are not accepted.');
  }

  #identify(request: IncomingMessage): Person {
    this.checkSite(request);
    if (!this.#hasToken(request)) throw problemOf('unauthenticated', 'An access token is needed.');
    return localOwner;
  }

  #isAllowed(name: string): boolean {
    return loopbackNames.has(name) || name.endsWith('.localhost') || this.#allowedHosts.has(name);
  }
}

/** Browsers that leave out `Origin` say here where a request came from. */
function isCrossSiteWrite(request: IncomingMessage): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  return !isRead && request.headers['sec-fetch-site'] === 'cross-site';
}

function tokenOf(request: IncomingMessage): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? parseCookie(request.headers.cookie ?? '')[accessCookie];
}

/** Same length for all tokens, so that comparing them takes the same time. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** `localhost:3000` -> `localhost`; `[::1]:3000` -> `[::1]`. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** Host and port of an origin as the `Host` header would have them; undefined for `null` and nonsense. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
