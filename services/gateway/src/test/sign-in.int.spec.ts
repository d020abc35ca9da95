import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@podium/service-kit';
import { eventually, freePort } from '@podium/testing';
import { Browser } from '@podium/testing/identity-provider';
import { generateKeyPair, SignJWT } from 'jose';
import { SignInSessions } from '../identity/sign-in-sessions.ts';
import { start } from '../index.ts';
import { connectClient } from './live-client.ts';
import { audience, cookieSecret, startOidcHarness, type OidcHarness } from './oidc-harness.ts';

let harness: OidcHarness;
let url: string;
beforeAll(async () => {
  harness = await startOidcHarness();
  url = harness.publicUrl;
});
afterAll(async () => {
  await harness.close();
  await harness.provider.close();
});

const me = async (browser: Browser): Promise<Record<string, unknown>> => {
  const response = await browser.fetch(`${url}/api/me`);
  return { status: response.status, ...((await response.json()) as object) };
};

/** The cookie of someone whose sign-in ends soon. */
async function cookieFor(milliseconds: number, idleMinutes = 480): Promise<string> {
  const sessions = new SignInSessions({ secret: cookieSecret, isSecure: false, idleMinutes });
  const person = { id: 'someone', name: 'Someone' };
  const cookie = await sessions.begin(person, Date.now() - idleMinutes * 60_000 + milliseconds);
  return cookie.split(';', 1)[0] ?? '';
}

describe('signing in', () => {
  it('leads from a page to the identity provider and back to the page', async () => {
    const browser = new Browser();
    const answer = await browser.signIn(`${url}/projects/p1?task=t%201`, 'alice');
    expect(answer.url.href).toBe(`${url}/projects/p1?task=t%201`);
    expect(await me(browser)).toMatchObject({
      status: 200,
      actor: expect.stringMatching(/^user:[0-9a-f]{32}$/),
      name: 'Alice Example',
      email: 'alice@example.org',
      signed_in_by: 'oidc',
    });
  });

  it('knows the same person again, and tells two apart', async () => {
    const [one, again, other] = await Promise.all(['alice', 'alice', 'bob'].map((login) => harness.signIn(login)));
    if (!one || !again || !other) throw new Error('Nobody there');
    const [first, second, third] = [await me(one), await me(again), await me(other)];
    expect(second['actor']).toBe(first['actor']);
    expect(third['actor']).not.toBe(first['actor']);
  });

  it('shows nobody what is measured, but on its own port', async () => {
    const port = await freePort();
    await harness.restart({ METRICS_PORT: String(port) });
    const owner = await harness.signIn('alice');
    for (const path of ['/metrics', '/metrics/', '/metrics?x']) {
      const refused = await owner.fetch(url + path);
      expect([path, refused.status, await refused.json()]).toMatchObject([path, 403, { code: 'forbidden' }]);
      expect((await fetch(url + path)).status).toBe(401);
    }
    const told = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect([told.status, await told.text()]).toEqual([200, expect.stringContaining('podium_sessions')]);
  });

  it('is needed for pages, the API, streams and sockets', async () => {
    const page = await fetch(`${url}/inbox`, { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect(page).toMatchObject({ status: 302 });
    expect(page.headers.get('location')).toBe('/auth/login?to=%2Finbox');
    for (const path of ['/api/projects', '/api/events', '/api/me', '/_next/static/x.js']) {
      const response = await fetch(`${url}${path}`, { redirect: 'manual' });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: 'unauthenticated', sign_in: '/auth/login' });
    }
    await expect(connectClient(url)).rejects.toThrow();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('keeps its cookie from scripts, and its state for itself', async () => {
    const login = await fetch(`${url}/auth/login`, { redirect: 'manual' });
    const asked = new URL(login.headers.get('location') ?? '');
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${url}/auth/callback`,
    });
    const cookie = login.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).not.toContain(asked.searchParams.get('nonce') ?? '-');
  });

  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/.//evil.example', '/auth/logout'])(
    'does not lead on to %s',
    async (to) => {
      const browser = new Browser();
      const answer = await browser.signIn(`${url}/auth/login?to=${encodeURIComponent(to)}`, 'alice');
      expect(answer.url.href).toBe(`${url}/`);
    },
  );

  it('keeps no way back that is too long for a cookie', async () => {
    const to = encodeURIComponent(`/inbox?q=${'x'.repeat(4_000)}`);
    const login = await fetch(`${url}/auth/login?to=${to}`, { redirect: 'manual' });
    expect((login.headers.get('set-cookie') ?? '').length).toBeLessThan(4_096);
  });

  it('can be begun again and again without an end', async () => {
    const browser = new Browser();
    for (let tries = 0; tries < 50; tries += 1) {
      const login = await browser.fetch(`${url}/auth/login`);
      expect([tries, login.status]).toEqual([tries, 302]);
    }
    const answer = await browser.signIn(`${url}/inbox`, 'alice');
    expect(answer.url.pathname).toBe('/inbox');
  });

  it('is not finished by who did not begin it', async () => {
    const victim = new Browser();
    for (const query of ['', '?code=x&state=y', '?error=access_denied&state=y']) {
      const answer = await victim.open(`${url}/auth/callback${query}`);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Sign in');
    }
    expect((await me(victim))['status']).toBe(401);
  });

  it('says so where the identity provider lets nobody in', async () => {
    const browser = new Browser();
    const login = await browser.fetch(`${url}/auth/login`);
    const state = new URL(login.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const refused = `${url}/auth/callback?${new URLSearchParams({ error: 'access_denied', state, iss: harness.provider.issuer })}`;
    expect(await browser.open(refused)).toMatchObject({
      status: 403,
      text: expect.stringContaining('did not let you in'),
    });
  });

  it('begins at the public name', async () => {
    const elsewhere = url.replace('127.0.0.1', 'localhost');
    const moved = await fetch(`${elsewhere}/auth/login?to=/inbox`, { redirect: 'manual' });
    expect(moved.headers.get('location')).toBe(`${url}/auth/login?moved=1&to=%2Finbox`);
  });
});

describe('a sign-in', () => {
  it('is renewed by use, and no cookie but ours is one', async () => {
    const old = await fetch(`${url}/api/me`, { headers: { cookie: await cookieFor(60_000) } });
    expect(old.status).toBe(200);
    expect(old.headers.get('set-cookie')).toMatch(/^podium_session=.+; Max-Age=28[78]\d\d/);
    const fresh = await fetch(`${url}/api/me`, { headers: { cookie: await cookieFor(480 * 60_000) } });
    expect(fresh.headers.get('set-cookie')).toBeNull();
    // Shared caches keep such files, with what comes along.
    const file = await fetch(`${url}/_next/static/x.js`, { headers: { cookie: await cookieFor(60_000) } });
    expect(file.headers.get('set-cookie')).toBeNull();
    for (const cookie of ['podium_session=x', `${await cookieFor(60_000)}x`, await cookieFor(-1_000)]) {
      expect((await fetch(`${url}/api/me`, { headers: { cookie } })).status).toBe(401);
    }
  });

  it('that ends takes its sockets and streams with it', async () => {
    const cookie = await cookieFor(6_000);
    const client = await connectClient(url, { cookie });
    const reasons: unknown[] = [];
    client.socket.on('signed_out', (reason: unknown) => reasons.push(reason));
    const stream = await fetch(`${url}/api/events`, { headers: { cookie } });
    await expect(stream.text()).rejects.toThrow();
    await eventually(() => client.socket.disconnected);
    expect(reasons).toEqual([{ reason: 'session_expired' }]);
    expect((await fetch(`${url}/api/me`, { headers: { cookie } })).status).toBe(401);
  });
});

describe('a bearer token', () => {
  const call = (token: string): Promise<Response> =>
    fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } });

  it('of the provider lets programs in, if it is meant for Podium', async () => {
    const response = await call(await harness.provider.accessToken(audience));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ name: 'Someone', signed_in_by: 'oidc' });
    expect((await call(await harness.provider.accessToken('urn:something:else'))).status).toBe(401);
  });

  it('of anyone else does not', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = new SignJWT({ sub: 'alice' })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(harness.provider.issuer);
    const token = await forged.setAudience(audience).setExpirationTime('1h').sign(privateKey);
    const none = `${btoa('{"alg":"none"}')}.${btoa(`{"sub":"a","iss":"${harness.provider.issuer}"}`)}.`;
    for (const wrong of [token, none, 'nonsense']) expect((await call(wrong)).status).toBe(401);
  });
});

describe('the identity provider', () => {
  it('may be away when the gateway starts', async () => {
    const port = await freePort();
    const env = { OIDC_ISSUER: `http://127.0.0.1:${port}`, HTTP_PORT: '0' };
    const replica = await harness.replica(env);
    const page = await fetch(`${replica.url}/auth/login?moved=1`, { redirect: 'manual' });
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('does not answer')]);
    expect((await fetch(`${replica.url}/api/me`, { headers: { authorization: 'Bearer x' } })).status).toBe(503);
    await replica.close();
  });

  it('is needed whole or not at all', async () => {
    const issues = async (env: Record<string, string>): Promise<string> => {
      const base = { NATS_URL: 'x', DATABASE_URL: 'x', PODIUM_SECRET: 'x'.repeat(16) };
      const failure: unknown = await start({ ...base, ...env }).catch((error: unknown) => error);
      return failure instanceof ConfigError ? failure.message : String(failure);
    };
    const half = await issues({ OIDC_ISSUER: 'http://idp.example', PODIUM_ACCESS_TOKEN: 'x'.repeat(16) });
    for (const key of ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PODIUM_PUBLIC_URL', 'PODIUM_COOKIE_SECRET']) {
      expect(half).toContain(`${key}: is missing`);
    }
    expect(half).toContain('OIDC_ISSUER: must be https, or on loopback');
    expect(half).toContain('PODIUM_ACCESS_TOKEN: can’t be set where people sign in');
    expect(await issues({ PODIUM_PUBLIC_URL: 'https://podium.example/board' })).toContain(
      'PODIUM_PUBLIC_URL: has a path',
    );
  });
});
