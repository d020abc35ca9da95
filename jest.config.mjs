/** Two tiers, told apart by the file's name: unit (pure) and int (real NATS, PostgreSQL and OpenCode). */
const tier = (displayName, extra = {}) => ({
  displayName,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@podium/source', 'node', 'node-addons'] },
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/proto', '<rootDir>/deploy/local', '<rootDir>/web/src'],
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
  ...extra,
});

export default { projects: [tier('unit'), tier('int', { testTimeout: 60_000 })] };
