import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folders = [
  'libs',
  'services',
  'proto',
  'deploy/local',
  'deploy/checks',
  'cli',
  'examples',
  'web/src',
  'lint',
  'e2e',
  'bench',
  'scripts',
];
const roots = folders
  .map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
  .filter((path) => existsSync(path));

/** Two tiers, told apart by the file's name: unit (pure) and int (real NATS, PostgreSQL and OpenCode). */
const tier = (displayName) => ({
  displayName,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@podium/source', 'node', 'node-addons'] },
  roots,
  testMatch: [`**/*.${displayName}.spec.ts`],
  modulePathIgnorePatterns: ['/dist/', '/.next/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true, tsx: false },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
});

export default { testTimeout: 120_000, projects: [tier('unit'), tier('int')] };
