import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { problemOf } from '@podium/service-kit';
import { parseCookie } from 'cookie';
import { localOwner, type Admission } from './person.ts';

/** Name of the cookie that carries the access token of a browser. */
export const accessCookie = 'podium_access_token';

/** Lets in the one local owner: whoever has the token, or everybody where none is demanded. */
export class AccessToken {
  readonly #digest: Buffer | undefined;

  constructor(token: string | undefined) {
    this.#digest = token === undefined ? undefined : digest(token);
  }

  /** Whether this is the access token. True where none is demanded. */
  isToken(token: string | undefined): boolean {
    if (!this.#digest) return true;
    return token !== undefined && timingSafeEqual(digest(token), this.#digest);
  }

  /** @throws ProblemError 401 */
  identify(request: IncomingMessage): Admission {
    if (this.#digest && !this.isToken(tokenOf(request))) {
      throw problemOf('unauthenticated', 'An access token is needed.');
    }
    return { person: localOwner };
  }
}

function tokenOf(request: IncomingMessage): string | undefined {
  return bearerOf(request) ?? parseCookie(request.headers.cookie ?? '')[accessCookie];
}

/** The token of the header `Authorization: Bearer …`. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** Same length for all tokens, so that comparing them takes the same time. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
