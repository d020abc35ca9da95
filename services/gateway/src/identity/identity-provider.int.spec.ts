import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { IdentityProvider } from './identity-provider.ts';

const [clientId, kid] = ['podium', 'key'];

let server: Server;
let issuer: string;
let privateKey: CryptoKey;
/** How the provider answers who asks for its keys; undefined: it breaks off. */
let keys: string | undefined;
beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  ({ privateKey } = pair);
  const own = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' }] });
  server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/keys') {
      if (keys === undefined) response.destroy();
      else response.end(keys === 'own' ? own : keys);
      return;
    }
    const endpoints = {
      authorization_endpoint: `${issuer}/a`,
      token_endpoint: `${issuer}/t`,
      jwks_uri: `${issuer}/keys`,
    };
    response.end(JSON.stringify({ issuer, ...endpoints }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

function provider(): IdentityProvider {
  return new IdentityProvider({
    issuer,
    clientId,
    clientSecret: 'secret',
    audience: clientId,
    discoveryUrl: undefined,
    ownerSubject: undefined,
    publicUrl: 'http://localhost',
    callbackUrl: 'http://localhost/auth/callback',
    cookieSecret: 'x'.repeat(32),
    sessionMinutes: 5,
  });
}

function token(id: string): Promise<string> {
  return new SignJWT({ sub: 'ann' })
    .setProtectedHeader({ alg: 'RS256', kid: id })
    .setIssuer(issuer)
    .setAudience(clientId)
    .setExpirationTime('5m')
    .sign(privateKey);
}

describe('an access token', () => {
  it.each([undefined, 'nonsense', '{"keys":7}'])(
    'is no worse for keys that can’t be read (%s): that is for the provider to mend',
    async (answer) => {
      keys = answer;
      const identityProvider = provider();
      await expect(identityProvider.verified(await token(kid))).rejects.toMatchObject({ code: 'service_unavailable' });
      keys = 'own';
      expect(await identityProvider.verified(await token(kid))).toMatchObject({ sub: 'ann' });
    },
  );

  it('is refused where its key is none of the provider’s', async () => {
    keys = 'own';
    await expect(provider().verified(await token('another'))).rejects.toMatchObject({ code: 'unauthenticated' });
    const parts = [{ alg: 'none' }, { sub: 'ann', iss: issuer, aud: clientId, exp: 9e9 }];
    const unsigned = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    await expect(provider().verified(`${unsigned}.`)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
