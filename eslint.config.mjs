import { defineConfig, globalIgnores } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import podium from './lint/boundaries.mjs';

const tests = ['**/*.spec.{ts,tsx}', '**/test/**', 'e2e/**', 'bench/**', 'libs/testing/**', 'libs/stack-driver/**'];

/** Options of `no-restricted-syntax` for every file; a later block must repeat them, since options do not add up. */
const forbiddenSyntax = [
  {
    selector: 'CatchClause[body.body.length=0]',
    message: 'Never swallow an error: handle it, or let it pass.',
  },
  {
    selector: 'TSEnumDeclaration, TSModuleDeclaration[kind="namespace"]',
    message: 'Use a union of literals, or a module: enums and namespaces are not erasable.',
  },
];

const impureInDomain = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time arrives in the command.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time arrives in the command.' },
];

const environment = {
  object: 'process',
  property: 'env',
  message: 'Only config.ts reads the environment.',
};

const impureProperties = [
  { object: 'Date', property: 'now', message: 'Time arrives in the command.' },
  { object: 'Math', property: 'random', message: 'Ids arrive in the command.' },
];

const impureGlobals = [
  'crypto',
  'performance',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'console',
];

export default defineConfig(
  globalIgnores([
    '**/dist/**',
    '**/gen/**',
    '**/.next/**',
    '**/next-env.d.ts',
    '.nx/**',
    '.podium/**',
    'lint/fixtures/**',
    'test-results/**',
    'playwright-report/**',
  ]),
  {
    // An exception is made here, where it is seen and reasoned about, not in a comment.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    plugins: { podium },
    rules: {
      'no-restricted-syntax': ['error', ...forbiddenSyntax],
      'max-lines': ['error', { max: 350 }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': 'error',
      'no-unused-vars': 'off',
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.tests.json', './web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'podium/boundaries': 'error',
      'no-restricted-properties': ['error', environment],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:process', importNames: ['env'], message: environment.message }] },
      ],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/domain/**/*.ts'],
    ignores: tests,
    rules: {
      'no-restricted-syntax': ['error', ...forbiddenSyntax, ...impureInDomain],
      'no-restricted-properties': ['error', environment, ...impureProperties],
      'no-restricted-globals': [
        'error',
        ...impureGlobals.map((name) => ({
          name,
          message: 'The domain is pure: what it needs arrives in the command.',
        })),
      ],
    },
  },
  {
    // embedded-servers starts programs of the person's own machine: their PATH, and overrides of where they are.
    files: [
      ...tests,
      '**/config.ts',
      '**/main.ts',
      'deploy/local/**/*.ts',
      'libs/embedded-servers/**/*.ts',
      '**/run-main.ts',
      'web/*.ts',
      'web/src/proxy.ts',
    ],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-imports': 'off' },
  },
  {
    files: ['**/*.config.ts', 'web/src/app/**/*.{ts,tsx}', 'e2e/src/global-*.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    // Its other rules are for code that the React Compiler compiles.
    files: ['web/src/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
);
