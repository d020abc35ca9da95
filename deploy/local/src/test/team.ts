import { start as startGateway } from '@podium/gateway';
import { connectToNats } from '@podium/jetstream';
import { start as startProjects } from '@podium/project-svc';
import type { RunningService } from '@podium/service-kit';
import { start as startSessions } from '@podium/session-svc';
import { start as startTasks } from '@podium/task-svc';
import { freePort, freshNats, testDatabase } from '@podium/testing';
import { Browser, startIdentityProvider, type TestIdentityProvider } from '@podium/testing/identity-provider';
import type { NatsConnection } from 'nats';
import { serviceEnvironment } from './door.ts';
import { TeamMember } from './team-member.ts';

/** Podium for a team: a real identity provider, the real services that decide, and two gateways. No agents, no pods. */
export interface Team {
  readonly provider: TestIdentityProvider;
  readonly nc: NatsConnection;
  /** Of the two gateways; the first one's is the public one. */
  readonly urls: readonly [string, string];
  readonly gateway: RunningService;
  /** What the gateways were started with. */
  readonly env: Readonly<Record<string, string>>;
  /** A person who has signed in at the first gateway. */
  signIn(login: string): Promise<TeamMember>;
  /** Everything but NATS, PostgreSQL and the identity provider. */
  stopServices(): Promise<void>;
  close(): Promise<void>;
}

const client = { clientId: 'podium', clientSecret: 'a-secret-that-only-tests-know' };
/** Whom access tokens of programs are meant for. */
export const audience = 'urn:podium:api';
export const cookieSecret = 'a secret for cookies with thirty-two characters or more';

export async function openTeam(extraEnv: Readonly<Record<string, string>> = {}): Promise<Team> {
  const [nats, database, port] = await Promise.all([freshNats(), testDatabase(), freePort()]);
  const publicUrl = `http://127.0.0.1:${port}`;
  const provider = await startIdentityProvider({ ...client, publicUrl });
  const base = serviceEnvironment(nats.url, database.url);
  const env = {
    ...base,
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: client.clientId,
    OIDC_CLIENT_SECRET: client.clientSecret,
    OIDC_AUDIENCE: audience,
    PODIUM_PUBLIC_URL: publicUrl,
    PODIUM_COOKIE_SECRET: cookieSecret,
    ...extraEnv,
  };
  const services = await Promise.all([startProjects(base), startTasks(base), startSessions(base)]);
  const gateway = await startGateway({ ...env, HTTP_PORT: String(port) });
  const second = await startGateway(env);
  const stopServices = async (): Promise<void> => {
    await Promise.all([gateway.close(), second.close()]);
    await Promise.all(services.map((service) => service.close()));
  };
  const nc = await connectToNats({ url: nats.url, name: 'test' });
  return {
    provider,
    nc,
    urls: [gateway.url, second.url],
    gateway,
    env,
    async signIn(login) {
      const browser = new Browser();
      const { status, url } = await browser.signIn(`${publicUrl}/auth/login?to=/api/me`, login);
      if (status !== 200 || url.pathname !== '/api/me') throw new Error(`${login} ended up at ${url.href}: ${status}`);
      return TeamMember.of(publicUrl, browser);
    },
    stopServices,
    async close() {
      await stopServices();
      await nc.close();
      await provider.close();
      await database.drop();
      await nats.dispose();
    },
  };
}
