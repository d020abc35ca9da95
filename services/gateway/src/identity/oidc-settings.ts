import type { GatewayConfig } from '../config.ts';

/** How people sign in. */
export interface OidcSettings {
  /** Exactly as in the provider's tokens. */
  readonly issuer: string;
  /** Where the provider's document is read, if not under the issuer's name. */
  readonly discoveryUrl: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whom bearer tokens have to be meant for. */
  readonly audience: string;
  /** `sub` of who is the local owner of the time before people signed in. */
  readonly ownerSubject: string | undefined;
  /** Where browsers find Podium, without a slash at the end. */
  readonly publicUrl: string;
  readonly callbackUrl: string;
  readonly cookieSecret: string;
  readonly sessionMinutes: number;
}

/** Undefined where nobody signs in. */
export function oidcSettings(config: GatewayConfig): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config;
  const { PODIUM_PUBLIC_URL: publicUrl, PODIUM_COOKIE_SECRET: cookieSecret } = config;
  if (!issuer || !clientId || !clientSecret || !publicUrl || !cookieSecret) return undefined;
  return {
    issuer,
    discoveryUrl: config.OIDC_DISCOVERY_URL,
    clientId,
    clientSecret,
    audience: config.OIDC_AUDIENCE ?? clientId,
    ownerSubject: config.OIDC_OWNER_SUBJECT,
    publicUrl: new URL(publicUrl).origin,
    callbackUrl: `${new URL(publicUrl).origin}/auth/callback`,
    cookieSecret,
    sessionMinutes: config.PODIUM_SESSION_MINUTES,
  };
}
