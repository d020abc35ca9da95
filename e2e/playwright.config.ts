import { defineConfig } from '@playwright/test';
import { chromiumPath } from './src/chromium-path.ts';
import type { StackFixtures } from './src/fixtures.ts';

const runsAsRoot = process.getuid?.() === 0;

export default defineConfig<object, StackFixtures>({
  testDir: './src',
  testMatch: '*.e2e.spec.ts',
  outputDir: '../test-results',
  // Each worker starts a whole stack, with runtimes of some hundred megabytes each.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: chromiumPath(),
      // Chromium's sandbox refuses to run as root; containers have a small /dev/shm.
      args: ['--disable-dev-shm-usage', ...(runsAsRoot ? ['--no-sandbox'] : [])],
    },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    viewport: { width: 1440, height: 900 },
  },
  projects: [
    { name: 'together', testMatch: ['checklist.e2e.spec.ts', 'deletion.e2e.spec.ts'], use: { split: false } },
    { name: 'board', testMatch: 'board-*.e2e.spec.ts' },
    { name: 'panel', testMatch: 'panel*.e2e.spec.ts' },
    { name: 'split', testMatch: ['service-faults.e2e.spec.ts', 'contact.e2e.spec.ts'], use: { split: true } },
    // Two of everything, behind a load balancer.
    {
      name: 'replicas',
      testMatch: ['checklist.e2e.spec.ts', 'replicas.e2e.spec.ts'],
      use: { split: true, replicas: 2 },
    },
    // What needs no more than an address: of a stack that runs at PODIUM_E2E_URL, for example one of Docker Compose.
    ...(process.env.PODIUM_E2E_URL ? [{ name: 'running', testMatch: 'checklist.e2e.spec.ts' }] : []),
    // People sign in, at an identity provider that the tests start.
    { name: 'team', testMatch: 'team.e2e.spec.ts' },
    { name: 'restart', testMatch: ['restart.e2e.spec.ts', 'windows.e2e.spec.ts'] },
    // Starts stacks of its own.
    { name: 'faults', testMatch: '**/faults/**/*.e2e.spec.ts' },
  ],
});
