import { test as base } from '@playwright/test';
import { PodiumApi, PodiumStack } from '@podium/stack-driver';

export interface StackFixtures {
  /** Whether each service runs in a process of its own. */
  split: boolean;
  /** A running stack, shared by the tests of one worker. Each test makes a project of its own. */
  stack: PodiumStack;
}

interface TestFixtures {
  api: PodiumApi;
  /** A project whose pod is ready; deleted afterwards, since its runtime takes memory. */
  projectId: string;
}

const stackTimeoutMilliseconds = 330_000;

export const test = base.extend<TestFixtures, StackFixtures>({
  split: [false, { option: true, scope: 'worker' }],
  stack: [
    async ({ split }, use) => {
      const stack = await PodiumStack.start({ split });
      await use(stack);
      await stack.dispose();
    },
    { scope: 'worker', timeout: stackTimeoutMilliseconds },
  ],
  baseURL: async ({ stack }, use) => use(stack.url),
  api: async ({ stack }, use) => use(new PodiumApi(stack.url)),
  projectId: async ({ api }, use, testInfo) => {
    const project = await api.createProject({ name: testInfo.title.slice(0, 100) });
    await use(project.id);
    await api.deleteProject(project.id);
  },
});
