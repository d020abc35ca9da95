import type { IncomingMessage } from 'node:http';
import { problemOf } from '@podium/service-kit';
import { bearerOf } from './access-token.ts';
import type { EndedSignIns } from './ended-sign-ins.ts';
import type { Identifier } from './guard.ts';
import { personOfClaims } from './identity-claims.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { OidcSettings } from './oidc-settings.ts';
import type { Admission } from './person.ts';
import type { SignInSessions } from './sign-in-sessions.ts';

/** Lets in who has signed in, by the cookie of their browser or by an access token of the identity provider. */
export class SignedIn implements Identifier {
  readonly #sessions: SignInSessions;
  readonly #provider: IdentityProvider;
  readonly #settings: OidcSettings;
  readonly #ended: EndedSignIns;

  constructor(sessions: SignInSessions, ended: EndedSignIns, provider: IdentityProvider, settings: OidcSettings) {
    this.#sessions = sessions;
    this.#ended = ended;
    this.#provider = provider;
    this.#settings = settings;
  }

  /** @throws ProblemError 401; IdentityProviderAwayError */
  async identify(request: IncomingMessage): Promise<Admission> {
    const bearer = bearerOf(request);
    if (bearer !== undefined) {
      const claims = await this.#provider.verified(bearer);
      const person = personOfClaims(claims, this.#settings.issuer, this.#settings.ownerSubject);
      return { person, expiresAtMs: (claims.exp ?? 0) * 1_000 };
    }
    const admission = await this.#sessions.find(request);
    const isOver = admission?.signInId !== undefined && this.#ended.has(admission.signInId);
    if (!admission || isOver)
      throw problemOf('unauthenticated', 'Sign in first.', undefined, { sign_in: '/auth/login' });
    return admission;
  }
}
