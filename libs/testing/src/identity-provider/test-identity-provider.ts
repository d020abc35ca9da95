import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** Podium as the provider knows it. */
export interface ProviderClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where Podium is reached. */
  readonly publicUrl: string;
}

/** A real OpenID provider on loopback, for as long as a test runs. Everybody has an account there, with any password. */
export interface TestIdentityProvider {
  readonly issuer: string;
  /** An access token as a program of its own gets it, for that audience. Its `sub` is the name of the program. */
  accessToken(audience: string): Promise<string>;
  close(): Promise<void>;
}

/** In seconds: longer than any test takes. */
const anHour = 3_600;

const robot = { id: 'robot', secret: 'the-secret-of-a-robot' };

/** @param client asked once the provider has a port, because both have to know each other's address */
export async function startIdentityProvider(client: ProviderClient): Promise<TestIdentityProvider> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, configuration(client));
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  return {
    issuer,
    accessToken: (audience) => accessToken(issuer, audience),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function accessToken(issuer: string, audience: string): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${robot.id}:${robot.secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: audience }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`The provider gave no token: ${response.status}`);
  return token;
}

function signingKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
}

function configuration({ clientId, clientSecret, publicUrl }: ProviderClient): Configuration {
  return {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${publicUrl}/auth/callback`],
        post_logout_redirect_uris: [`${publicUrl}/`],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
      {
        client_id: robot.id,
        client_secret: robot.secret,
        redirect_uris: [],
        grant_types: ['client_credentials'],
        response_types: [],
      },
    ],
    jwks: { keys: [{ ...signingKey(), use: 'sig', alg: 'RS256' }] },
    ttl: {
      AccessToken: anHour,
      AuthorizationCode: 60,
      ClientCredentials: anHour,
      Grant: anHour,
      IdToken: anHour,
      Interaction: anHour,
      Session: anHour,
    },
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: `${sub.charAt(0).toUpperCase()}${sub.slice(1)} Example`,
        preferred_username: sub,
        email: `${sub}@example.org`,
        email_verified: true,
      }),
    }),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, audience) => ({ audience, scope: '', accessTokenFormat: 'jwt' }),
      },
    },
  };
}
