import { problemOf } from '@podium/service-kit';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import * as oidc from 'openid-client';
import type { OidcSettings } from './oidc-settings.ts';

/** What has to be kept between the way to the identity provider and the way back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** The identity provider can't be asked, or is not the one that the settings name. */
export class IdentityProviderAwayError extends Error {
  override readonly name = 'IdentityProviderAwayError';
  readonly code = 'service_unavailable';

  constructor(options: ErrorOptions) {
    super('The identity provider does not answer. Try again in a moment.', options);
  }
}

/** What the provider says of someone who signed in. */
export interface SignedInClaims {
  readonly claims: JWTPayload;
  /** To be shown when they sign out, so that the provider need not ask whether they mean it. */
  readonly idToken: string;
}

interface Discovered {
  readonly client: oidc.Configuration;
  readonly keys: JWTVerifyGetKey;
}

const timeoutSeconds = 5;
/** How far our clock and the provider's may be apart. */
const clockToleranceSeconds = 30;
/** What is wrong with a token whose key is not among the provider's; all else is about the keys. */
const aboutTokens: ReadonlySet<string> = new Set([
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_NOT_SUPPORTED',
]);

/** The OpenID provider where people sign in: authorization code flow with PKCE, and bearer tokens of its own. */
export class IdentityProvider {
  readonly #settings: OidcSettings;
  #discovered: Promise<Discovered> | undefined;

  constructor(settings: OidcSettings) {
    this.#settings = settings;
  }

  /** Where a browser goes to sign in. @throws ProblemError 503 while the provider is away */
  async signInUrl({ state, nonce, codeVerifier }: PendingSignIn): Promise<URL> {
    const { client } = await this.#discover();
    return oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.#settings.callbackUrl,
      scope: 'openid profile email',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  /**
   * What the provider says of the person who came back from it.
   *
   * @throws oidc.AuthorizationResponseError where the provider let nobody in; other errors where the answer is not one
   * to our question, or the provider is away
   */
  async claims(currentUrl: URL, { state, nonce, codeVerifier }: PendingSignIn): Promise<SignedInClaims> {
    const { client } = await this.#discover();
    const tokens = await oidc.authorizationCodeGrant(client, currentUrl, {
      pkceCodeVerifier: codeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const [claims, idToken] = [tokens.claims(), tokens.id_token];
    if (!claims || idToken === undefined) throw new Error('The identity provider sent no ID token');
    if (claims['name'] !== undefined || !client.serverMetadata().userinfo_endpoint) return { claims, idToken };
    return { claims: { ...claims, ...(await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)) }, idToken };
  }

  /** Where a browser goes to sign out of the provider; undefined where it does not offer that. */
  async signOutUrl(idToken: string | undefined): Promise<URL | undefined> {
    const { client } = await this.#discover();
    if (!client.serverMetadata().end_session_endpoint) return undefined;
    return oidc.buildEndSessionUrl(client, {
      post_logout_redirect_uri: `${this.#settings.publicUrl}/`,
      ...(idToken === undefined ? {} : { id_token_hint: idToken }),
    });
  }

  /** What an access token says of who carries it. @throws ProblemError 401, or 503 while the provider is away */
  async verified(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.#settings;
    const { keys } = await this.#discover();
    try {
      const options = { issuer, audience, clockTolerance: clockToleranceSeconds, requiredClaims: ['sub', 'exp'] };
      const { payload } = await jwtVerify(token, keys, options);
      if (isIdToken(payload)) throw problemOf('unauthenticated', 'Send an access token, not an ID token.');
      return payload;
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      throw problemOf('unauthenticated', 'The access token is not valid.');
    }
  }

  /** Asked once; again after it failed. */
  async #discover(): Promise<Discovered> {
    this.#discovered ??= discovered(this.#settings);
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = undefined;
      throw new IdentityProviderAwayError({ cause: error });
    }
  }
}

async function discovered(settings: OidcSettings): Promise<Discovered> {
  const { issuer, discoveryUrl, clientId, clientSecret } = settings;
  const isPlain = [issuer, discoveryUrl].some((url) => url?.startsWith('http:'));
  const client = await oidc.discovery(
    new URL(discoveryUrl ?? issuer),
    clientId,
    clientSecret,
    authentication(clientSecret),
    {
      timeout: timeoutSeconds,
      // Only loopback and what an operator named so are reached over plain HTTP: see the settings.
      ...(isPlain ? { execute: [oidc.allowInsecureRequests] } : {}),
    },
  );
  const metadata = client.serverMetadata();
  if (metadata.issuer !== issuer) throw new Error(`The provider calls itself ${metadata.issuer}, not ${issuer}`);
  if (!metadata.jwks_uri) throw new Error('The provider does not say where its keys are');
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: timeoutSeconds * 1_000 });
  return { client, keys: orAway(keys) };
}

/** Where the keys can't be fetched, that says nothing about the token. */
function orAway(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JOSEError && aboutTokens.has(error.code)) throw error;
      throw new IdentityProviderAwayError({ cause: error });
    }
  };
}

/** By header where the provider takes that, which is the standard's default; else in the body. */
function authentication(secret: string): oidc.ClientAuth {
  const [byHeader, inBody] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return methods.includes('client_secret_basic') ? byHeader(server, ...rest) : inBody(server, ...rest);
  };
}

/** ID tokens say who signed in where; they are not meant to open doors. Only they have these claims. */
function isIdToken(payload: JWTPayload): boolean {
  return 'nonce' in payload || 'at_hash' in payload || payload['typ'] === 'ID';
}
