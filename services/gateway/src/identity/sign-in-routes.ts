import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemOf, ProblemError, type Logger } from '@podium/service-kit';
import { parseCookie, stringifySetCookie } from 'cookie';
import * as oidc from 'openid-client';
import { z } from 'zod';
import type { EndedSignIns } from './ended-sign-ins.ts';
import type { Guard } from './guard.ts';
import { personOfClaims } from './identity-claims.ts';
import { IdentityProviderAwayError, type IdentityProvider } from './identity-provider.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { Seal } from './seal.ts';
import { IdTokenCookie } from './id-token-cookie.ts';
import { answerPage } from './sign-in-page.ts';
import type { SignInSessions } from './sign-in-sessions.ts';

const signInPath = /^\/auth(?:[/?]|$)/;
/** How long people may take at their identity provider. */
const longestSignInMinutes = 15;
/** Browsers keep cookies up to 4,096 bytes, and drop larger ones. */
const longestWayBack = 2_000;

/** How many tries of one browser may be under way: it sends all of their cookies at once, and they have to fit. */
const mostTries = 10;
const cookiePrefix = 'podium_sign_in.';

const pendingSchema = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), to: z.string() });
type Pending = z.infer<typeof pendingSchema>;

export interface SignInParts {
  readonly settings: OidcSettings;
  readonly provider: IdentityProvider;
  readonly sessions: SignInSessions;
  readonly ended: EndedSignIns;
  readonly guard: Guard;
  readonly logger: Logger;
}

/**
 * `/auth/login`, `/auth/callback`, `/auth/logout`: to the identity provider and back.
 *
 * What is needed on the way back waits in an encrypted cookie of its own for each try, so that any replica can finish
 * what another one began, and several tabs may sign in at once.
 */
export class SignInRoutes {
  readonly #parts: SignInParts;
  readonly #seal: Seal;
  readonly #idTokens: IdTokenCookie;

  constructor(parts: SignInParts) {
    this.#parts = parts;
    this.#seal = new Seal(parts.settings.cookieSecret, 'sign-in');
    this.#idTokens = new IdTokenCookie(parts.settings.cookieSecret, this.#isSecure);
  }

  /** Whether the request is one of these routes'. */
  isOwn(request: IncomingMessage): boolean {
    return signInPath.test(request.url ?? '/');
  }

  /** Sends a browser that wants to see a page to the identity provider and back; false for anything else. */
  sendsToSignIn(request: IncomingMessage, response: ServerResponse): boolean {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (wantsPage) redirect(response, `/auth/login?to=${encodeURIComponent(request.url ?? '/')}`);
    return wantsPage;
  }

  /** @throws ProblemError */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Referrer-Policy', 'no-referrer');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const { pathname, searchParams } = new URL(request.url ?? '/', this.#parts.settings.publicUrl);
    switch (`${request.method} ${pathname}`) {
      case 'GET /auth/login':
        return this.#withPage(response, () => this.#begin(request, response, searchParams));
      case 'GET /auth/callback':
        return this.#withPage(response, () => this.#finish(request, response));
      case 'POST /auth/logout':
        return this.#signOut(request, response);
      case 'GET /auth/signed-out':
        return answerPage(response, 'signed-out', 200);
      default:
        throw problemOf('not_found', 'There is nothing here.');
    }
  }

  async #begin(request: IncomingMessage, response: ServerResponse, asked: URLSearchParams): Promise<void> {
    const { settings, provider, guard } = this.#parts;
    guard.checkHost(request);
    const to = localPath(asked.get('to'), settings.publicUrl);
    const { origin, host } = new URL(settings.publicUrl);
    // The way back leads to the public name: the cookie has to be there. A proxy may hide that we are there already.
    if (request.headers.host !== host && !asked.has('moved')) {
      return redirect(response, `${origin}/auth/login?moved=1&to=${encodeURIComponent(to)}`);
    }
    const pending: Pending = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
      to,
    };
    const url = await provider.signInUrl(pending);
    const sealed = await this.#seal.close(pending, Date.now() + longestSignInMinutes * 60_000);
    response.setHeader('Set-Cookie', [
      ...this.#oldTries(request),
      this.#setCookie(pending.state, sealed, longestSignInMinutes * 60),
    ]);
    redirect(response, url.href);
  }

  async #finish(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { settings, provider, sessions, guard } = this.#parts;
    guard.checkHost(request);
    const url = new URL(request.url ?? '/', settings.publicUrl);
    const state = url.searchParams.get('state') ?? '';
    const sealed = parseCookie(request.headers.cookie ?? '')[this.#cookieOf(state)];
    const { data: pending } = pendingSchema.safeParse(sealed && (await this.#seal.open(sealed)));
    // Whoever comes back without having left from here may have been sent by someone else, or was away for too long.
    if (!pending) return answerPage(response, 'broken', 400);
    const { claims, idToken } = await provider.claims(url, pending);
    const person = personOfClaims(claims, settings.issuer, settings.ownerSubject);
    response.setHeader('Set-Cookie', [
      await sessions.begin(person),
      await this.#idTokens.keep(idToken),
      this.#setCookie(state, '', 0),
    ]);
    redirect(response, pending.to);
  }

  /**
   * Answers with where to go: a form could not follow to another site under the pages' policy. Where the sign-in can't be
   * ended at all gateways, it goes on, and the browser keeps its cookie to try again.
   */
  async #signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { provider, sessions, ended, guard, logger } = this.#parts;
    guard.checkSite(request);
    const signIn = await sessions.signInOf(request);
    if (signIn) await ended.end(signIn);
    const url = await provider.signOutUrl(await this.#idTokens.find(request)).catch((error: unknown) => {
      logger.warn({ err: error }, 'signing out of the identity provider is not possible');
      return undefined;
    });
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Set-Cookie': [sessions.end(), this.#idTokens.end()],
    });
    response.end(JSON.stringify({ location: url?.href ?? '/auth/signed-out' }));
  }

  /** People see a page, whatever goes wrong. */
  async #withPage(response: ServerResponse, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      if (error instanceof oidc.AuthorizationResponseError) {
        this.#parts.logger.info({ reason: error.error }, 'the identity provider refused a sign-in');
        return answerPage(response, 'refused', 403);
      }
      const isAway = error instanceof IdentityProviderAwayError;
      this.#parts.logger.warn({ err: error }, 'signing in failed');
      answerPage(response, isAway ? 'away' : 'broken', isAway ? 503 : 400);
    }
  }

  /** Ends those that were begun first, which browsers send first. */
  #oldTries(request: IncomingMessage): string[] {
    const names = Object.keys(parseCookie(request.headers.cookie ?? '')).filter((name) =>
      name.startsWith(cookiePrefix),
    );
    const states = names.map((name) => name.slice(cookiePrefix.length));
    return states.slice(0, Math.max(0, states.length - mostTries + 1)).map((state) => this.#setCookie(state, '', 0));
  }

  #setCookie(state: string, value: string, maxAge: number): string {
    const attributes = { httpOnly: true, sameSite: 'lax', path: '/auth', secure: this.#isSecure } as const;
    return stringifySetCookie({ name: this.#cookieOf(state), value, maxAge, ...attributes });
  }

  get #isSecure(): boolean {
    return this.#parts.settings.publicUrl.startsWith('https:');
  }

  #cookieOf(state: string): string {
    return `${cookiePrefix}${state.replaceAll(/[^\w-]/g, '').slice(0, 16)}`;
  }
}

/** A path of ours, whatever was asked for: nobody is sent elsewhere from here. */
function localPath(wanted: string | null, publicUrl: string): string {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, publicUrl)) return '/';
  const url = new URL(wanted, publicUrl);
  const isOurs = url.origin === publicUrl && !/^\/(?:auth)?\//.test(url.pathname);
  if (!isOurs) return '/';
  const path = url.pathname + url.search + url.hash;
  return path.length <= longestWayBack ? path : '/';
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { Location: location });
  response.end();
}
