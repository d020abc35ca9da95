import type { IncomingMessage } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import { Seal } from './seal.ts';

const name = 'podium_id_token';
/** Browsers keep cookies up to 4,096 bytes, name and attributes included. */
const longestValue = 3_900;
const keptDays = 30;

/**
 * Keeps the ID token of a sign-in until the sign-out, which is the one request that browsers send it with. Without it,
 * the provider asks people whether they mean it.
 */
export class IdTokenCookie {
  readonly #seal: Seal;
  readonly #isSecure: boolean;

  constructor(secret: string, isSecure: boolean) {
    this.#seal = new Seal(secret, 'id token');
    this.#isSecure = isSecure;
  }

  /** The `Set-Cookie` that keeps a token; one too large for a cookie is not kept. */
  async keep(idToken: string): Promise<string> {
    const value = await this.#seal.close({ idToken }, Date.now() + keptDays * 24 * 3_600_000);
    return value.length > longestValue ? this.end() : this.#setCookie(value, keptDays * 24 * 3_600);
  }

  /** Undefined where none is kept. */
  async find(request: IncomingMessage): Promise<string | undefined> {
    const sealed = parseCookie(request.headers.cookie ?? '')[name];
    const idToken = sealed === undefined ? undefined : (await this.#seal.open(sealed))?.['idToken'];
    return typeof idToken === 'string' ? idToken : undefined;
  }

  /** The `Set-Cookie` that forgets it. */
  end(): string {
    return this.#setCookie('', 0);
  }

  #setCookie(value: string, maxAge: number): string {
    const attributes = { httpOnly: true, sameSite: 'lax', path: '/auth/logout', secure: this.#isSecure } as const;
    return stringifySetCookie({ name, value, maxAge, ...attributes });
  }
}
