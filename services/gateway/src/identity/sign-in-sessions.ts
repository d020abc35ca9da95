import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { EndedSignIn } from '@podium/jetstream';
import { parseCookie, stringifySetCookie } from 'cookie';
import { z } from 'zod';
import type { Admission, Person } from './person.ts';
import { Seal } from './seal.ts';

export interface SessionOptions {
  readonly secret: string;
  /** Cookies go over TLS alone. */
  readonly isSecure: boolean;
  /** A sign-in ends after so long without use, and after {@link longestFactor} times as long in any case. */
  readonly idleMinutes: number;
}

/** After so many times the idle time people sign in again, whatever they do: their account may have been closed. */
const longestFactor = 3;
/** A sign-in is renewed once so much of its idle time is over. */
const renewAfterPart = 0.25;

const payloadSchema = z.object({
  /** Of the sign-in; stays when it is renewed. */
  signInId: z.uuid(),
  id: z.string(),
  name: z.string(),
  email: z.string().optional(),
  /** Milliseconds since 1970. */
  signedInAt: z.number(),
  /** Seconds since 1970. */
  exp: z.number(),
});
type Payload = z.infer<typeof payloadSchema>;

/** Who has signed in, kept by their browsers in an encrypted cookie: any gateway replica can read it, none keeps it. */
export class SignInSessions {
  readonly #seal: Seal;
  readonly #options: SessionOptions;
  readonly #cookie: string;

  constructor(options: SessionOptions) {
    this.#seal = new Seal(options.secret, 'session');
    this.#options = options;
    // The prefix makes browsers refuse a cookie of that name from a neighbouring host or over plain HTTP.
    this.#cookie = options.isSecure ? '__Host-podium_session' : 'podium_session';
  }

  /** The `Set-Cookie` that signs a person in. */
  async begin(person: Omit<Person, 'signedInBy'>, now = Date.now()): Promise<string> {
    const { id, name, email } = person;
    return this.#sealed({ signInId: randomUUID(), id, name, email, signedInAt: now }, now);
  }

  /** The `Set-Cookie` that signs out. */
  end(): string {
    return this.#setCookie('', 0);
  }

  /** Undefined where nobody is signed in, or not any more. */
  async find(request: IncomingMessage, now = Date.now()): Promise<Admission | undefined> {
    const payload = await this.#payloadOf(request);
    if (!payload) return undefined;
    const { signInId, id, name, email, signedInAt } = payload;
    const person: Person = { id, name, email, signedInBy: 'oidc' };
    const expiresAtMs = payload.exp * 1_000;
    if (expiresAtMs - now > this.#idleMs * (1 - renewAfterPart) || this.#lastMs(signedInAt) <= expiresAtMs) {
      return { person, signInId, expiresAtMs };
    }
    // What this cookie opened ends with it: a socket's answer could not bring the new one.
    return { person, signInId, expiresAtMs, renewal: await this.#sealed(payload, now) };
  }

  /** The sign-in of a request, and until when it could be renewed. */
  async signInOf(request: IncomingMessage): Promise<EndedSignIn | undefined> {
    const payload = await this.#payloadOf(request);
    return payload && { id: payload.signInId, lastsUntilMs: this.#lastMs(payload.signedInAt) };
  }

  async #payloadOf(request: IncomingMessage): Promise<Payload | undefined> {
    const sealed = parseCookie(request.headers.cookie ?? '')[this.#cookie];
    return payloadSchema.safeParse(sealed && (await this.#seal.open(sealed))).data;
  }

  /** A `Set-Cookie` that lasts until the next idle time is over. */
  async #sealed({ signInId, id, name, email, signedInAt }: Omit<Payload, 'exp'>, now: number): Promise<string> {
    const expiresAtMs = Math.min(now + this.#idleMs, this.#lastMs(signedInAt));
    const value = await this.#seal.close({ signInId, id, name, email, signedInAt }, expiresAtMs);
    return this.#setCookie(value, Math.floor((expiresAtMs - now) / 1_000));
  }

  get #idleMs(): number {
    return this.#options.idleMinutes * 60_000;
  }

  /** When a sign-in ends in any case, in whole seconds as tokens have them. */
  #lastMs(signedInAt: number): number {
    return Math.floor((signedInAt + longestFactor * this.#idleMs) / 1_000) * 1_000;
  }

  #setCookie(value: string, maxAgeSeconds: number): string {
    const { isSecure } = this.#options;
    const attributes = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } as const;
    return stringifySetCookie({ name: this.#cookie, value, maxAge: maxAgeSeconds, ...attributes });
  }
}
