import { freePort } from '@podium/testing';
import { Browser, startIdentityProvider, type TestIdentityProvider } from '@podium/testing/identity-provider';
import { startHarness, type Harness } from './harness.ts';

/** A gateway where people sign in, with a real identity provider. */
export interface OidcHarness extends Harness {
  readonly provider: TestIdentityProvider;
  readonly publicUrl: string;
  /** A browser of someone who has signed in. */
  signIn(login: string): Promise<Browser>;
}

export const cookieSecret = 'a secret for cookies with thirty-two characters or more';
/** Whom access tokens are meant for. */
export const audience = 'urn:podium:api';

const client = { clientId: 'podium', clientSecret: 'a-secret-that-only-tests-know' };

export async function startOidcHarness(extraEnv: Record<string, string> = {}): Promise<OidcHarness> {
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const provider = await startIdentityProvider({ ...client, publicUrl });
  const harness = await startHarness({
    HTTP_PORT: String(port),
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.clientId,
    OIDC_CLIENT_SECRET: client.clientSecret,
    OIDC_AUDIENCE: audience,
    PODIUM_PUBLIC_URL: publicUrl,
    PODIUM_COOKIE_SECRET: cookieSecret,
    ...extraEnv,
  });
  // What the harness changes about itself is seen through this object too.
  return Object.assign(harness, {
    provider,
    publicUrl,
    async signIn(login: string) {
      const browser = new Browser();
      const { status, url } = await browser.signIn(`${publicUrl}/auth/login?to=/api/me`, login);
      if (status !== 200 || url.pathname !== '/api/me') throw new Error(`${login} ended up at ${url.href}: ${status}`);
      return browser;
    },
  });
}
