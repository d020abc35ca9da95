import { test as base } from '@playwright/test';
import { PodiumApi, PodiumStack, RunningStack, type StackUnderTest } from '@podium/stack-driver';
import { freePort } from '@podium/testing';

export interface StackFixtures {
  /** Whether each service runs in a process of its own. */
  split: boolean;
  /** How many processes of each service; more than one are behind a load balancer. */
  replicas: number;
  /** A running stack, shared by the tests of one worker. Each test makes a project of its own. */
  stack: PodiumStack;
  /** The stack, or the one that runs at `PODIUM_E2E_URL`; what such a test does needs no more than an address. */
  target: StackUnderTest;
}

interface TestFixtures {
  api: PodiumApi;
  /** A project whose pod is ready; deleted afterwards, since its runtime takes memory. */
  projectId: string;
}

const running = RunningStack.fromEnvironment();

const stackTimeoutMilliseconds = 330_000;

export const test = base.extend<TestFixtures, StackFixtures>({
  split: [false, { option: true, scope: 'worker' }],
  replicas: [1, { option: true, scope: 'worker' }],
  stack: [
    async ({ split, replicas }, use) => {
      const stack = await PodiumStack.start({ port: await freePort(), split, ...(replicas > 1 && { replicas }) });
      await use(stack);
      await stack.dispose();
    },
    { scope: 'worker', timeout: stackTimeoutMilliseconds },
  ],
  target: running
    ? [async ({ browserName: _ }, use) => use(running), { scope: 'worker' }]
    : [async ({ stack }, use) => use(stack), { scope: 'worker' }],
  baseURL: async ({ target }, use) => use(target.url),
  // The browser has shown its token already.
  storageState: async ({ target: { url, accessToken } }, use) =>
    use(accessToken === undefined ? undefined : { cookies: [accessCookie(url, accessToken)], origins: [] }),
  api: async ({ target }, use) => use(new PodiumApi(target.url, target.accessToken)),
  projectId: async ({ api }, use, testInfo) => {
    const project = await api.createProject({ name: testInfo.title.slice(0, 100) });
    await use(project.id);
    await api.deleteProject(project.id);
  },
});

function accessCookie(url: string, value: string) {
  const { hostname: domain } = new URL(url);
  const kept = { path: '/', expires: -1, httpOnly: true, secure: false, sameSite: 'Lax' } as const;
  return { name: 'podium_access_token', value, domain, ...kept };
}
