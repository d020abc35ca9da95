import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import type { Browser } from '@podium/testing/identity-provider';
import { SignInSessions } from '../identity/sign-in-sessions.ts';
import { connectClient } from './live-client.ts';
import { cookieSecret, startOidcHarness, type OidcHarness } from './oidc-harness.ts';

jest.setTimeout(120_000);

let harness: OidcHarness;
let url: string;
let other: RunningService;
beforeAll(async () => {
  harness = await startOidcHarness();
  url = harness.publicUrl;
  other = await harness.replica({ HTTP_PORT: '0' });
});
afterAll(async () => {
  await other.close();
  await harness.close();
  await harness.provider.close();
});

async function statusOf(gateway: string, cookie: string): Promise<number> {
  return (await fetch(`${gateway}/api/me`, { headers: { cookie } })).status;
}

function signOut(browser: Browser): Promise<Response> {
  return browser.fetch(`${url}/auth/logout`, { method: 'POST' });
}

describe('signing out', () => {
  it('ends the sign-in here and says where it ends at the provider', async () => {
    const browser = await harness.signIn('alice');
    const crossSite = await browser.fetch(`${url}/auth/logout`);
    expect(crossSite.status).toBe(404);
    const response = await signOut(browser);
    const { location } = (await response.json()) as { location: string };
    expect(new URL(location).origin).toBe(harness.provider.issuer);
    expect(new URL(location).searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect((await browser.fetch(`${url}/api/me`)).status).toBe(401);
  });

  it('is not for other sites to do', async () => {
    const browser = await harness.signIn('alice');
    const headers = { cookie: browser.cookieFor(url), origin: 'https://evil.example' };
    expect((await fetch(`${url}/auth/logout`, { method: 'POST', headers })).status).toBe(403);
    expect((await fetch(`${url}/api/projects`, { method: 'POST', headers })).status).toBe(403);
  });

  it('makes copies of the cookie worthless, at every gateway, and leaves other sign-ins alone', async () => {
    const [browser, elsewhere] = [await harness.signIn('alice'), await harness.signIn('alice')];
    const copy = browser.cookieFor(url);
    expect([await statusOf(url, copy), await statusOf(other.url, copy)]).toEqual([200, 200]);
    expect((await signOut(browser)).status).toBe(200);
    expect(await statusOf(url, copy)).toBe(401);
    await eventually(async () => (await statusOf(other.url, copy)) === 401);
    const later = await harness.replica({ HTTP_PORT: '0' });
    expect(await statusOf(later.url, copy)).toBe(401);
    expect(await statusOf(later.url, elsewhere.cookieFor(url))).toBe(200);
    await later.close();
  });

  it('ends what a copy was renewed to', async () => {
    const sessions = new SignInSessions({ secret: cookieSecret, isSecure: false, idleMinutes: 480 });
    const set = await sessions.begin({ id: 'someone', name: 'Someone' }, Date.now() - 479 * 60_000);
    const cookie = set.split(';', 1)[0] ?? '';
    const renewed = (await fetch(`${url}/api/me`, { headers: { cookie } })).headers.get('set-cookie') ?? '';
    const copy = renewed.split(';', 1)[0] ?? '';
    expect(await statusOf(url, copy)).toBe(200);
    const headers = { cookie, origin: url };
    expect((await fetch(`${url}/auth/logout`, { method: 'POST', headers })).status).toBe(200);
    expect(await statusOf(url, copy)).toBe(401);
  });

  it('closes the sockets and streams of all windows, at every gateway', async () => {
    const browser = await harness.signIn('alice');
    const cookie = browser.cookieFor(url);
    const reasons: unknown[] = [];
    const clients = await Promise.all([url, other.url].map((each) => connectClient(each, { cookie })));
    for (const { socket } of clients) socket.on('signed_out', (reason: unknown) => reasons.push(reason));
    const streams = await Promise.all(
      [url, other.url].map((each) => fetch(`${each}/api/events`, { headers: { cookie } })),
    );
    const bystander = await connectClient(url, { cookie: (await harness.signIn('alice')).cookieFor(url) });
    await signOut(browser);
    for (const stream of streams) await expect(stream.text()).rejects.toThrow();
    await eventually(() => clients.every(({ socket }) => socket.disconnected));
    expect(reasons).toEqual([{ reason: 'signed_out' }, { reason: 'signed_out' }]);
    expect(bystander.socket.connected).toBe(true);
    bystander.close();
  });

  it('says that it can’t be while gateways can’t tell each other, and can be tried again', async () => {
    const browser = await harness.signIn('alice');
    const copy = browser.cookieFor(url);
    await harness.nats.kill();
    const refused = await signOut(browser);
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([503, null]);
    await harness.nats.start();
    await eventually(async () => (await signOut(browser)).status === 200, { timeoutSeconds: 30 });
    await eventually(async () => (await statusOf(other.url, copy)) === 401, { timeoutSeconds: 30 });
  });
});
