import { plans, says, thinks, tool } from './fake-work.mjs';

const started = [2, 'STATUS', 'Demo model (scripted) is at work.', {}];

const healthFile = `import type { FastifyInstance } from 'fastify';
import type { Database } from '../database.ts';

/** Ready to take requests; says so only when the database answers, too. */
export function health(app: FastifyInstance, database: Database): void {
  app.get('/health', async (_request, reply) => {
    const isReady = await database.answers({ withinMs: 500 });
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });
}
`;

export const healthPatches = {
  'src/routes/health.ts': `--- /dev/null\n+++ b/src/routes/health.ts\n@@ -0,0 +1,10 @@\n${healthFile
    .trimEnd()
    .split('\n')
    .map((line) => `+${line}`)
    .join('\n')}\n`,
  'src/server.ts': `--- a/src/server.ts
+++ b/src/server.ts
@@ -1,12 +1,15 @@
 import Fastify from 'fastify';
-import { connect } from './database.ts';
+import { connect, type Database } from './database.ts';
+import { health } from './routes/health.ts';
 import { orders } from './routes/orders.ts';
 import { products } from './routes/products.ts';
 
-export async function createServer(databaseUrl: string) {
-  const app = Fastify({ logger: true });
-  const database = await connect(databaseUrl);
+/** Everything that the shop answers; the caller closes the database. */
+export function createServer(database: Database) {
+  // Probes come every second: they would hide what matters in the log.
+  const app = Fastify({ logger: true, disableRequestLogging: isProbe });
+  health(app, database);
   orders(app, database);
   products(app, database);
   return app;
 }
@@ -31,4 +34,5 @@ export async function start({ port, databaseUrl }: Config): Promise<void> {
-  const app = await createServer(databaseUrl);
+  const database = await connect(databaseUrl);
+  const app = createServer(database);
   await app.listen({ port, host: '0.0.0.0' });
-  process.once('SIGTERM', () => void app.close());
+  process.once('SIGTERM', () => void app.close().then(() => database.close()));
 }
`,
  'test/health.test.ts': `--- /dev/null
+++ b/test/health.test.ts
@@ -0,0 +1,14 @@
+import { test } from 'node:test';
+import { createServer } from '../src/server.ts';
+import { database } from './database.ts';
+
+test('is unavailable while the database does not answer', async (t) => {
+  const app = createServer(database({ answers: false }));
+  const { statusCode } = await app.inject('/health');
+  t.assert.equal(statusCode, 503);
+});
+
+test('is ok as soon as it does', async (t) => {
+  const app = createServer(database({ answers: true }));
+  t.assert.equal((await app.inject('/health')).statusCode, 200);
+});
`,
};

export const healthSummary =
  'GET /health answers 200 while the database answers within 500 ms and 503 otherwise. Probes stay out of the request log.';

export const healthSteps = [
  started,
  thinks(
    5,
    'An endpoint that only says “ok” would lie while the database is away. I will see how the server is put together and where the connection lives.',
  ),
  plans(8, [
    ['Look at how routes and database are connected', 'in_progress'],
    ['Add the endpoint', 'pending'],
    ['Test both answers', 'pending'],
  ]),
  ...tool(
    10,
    'read',
    'read src/server.ts',
    'import Fastify from "fastify";\nimport { connect } from "./database.ts";\n…',
  ),
  ...tool(
    13,
    'grep',
    'grep "connect(" src',
    'src/server.ts:9:  const database = await connect(databaseUrl);\nsrc/database.ts:14:export async function connect(url: string)',
  ),
  says(
    18,
    'The server opens the database itself, so nothing else can ask it. I will hand the connection in; then `/health` can use it, and tests can put one in that does not answer.',
  ),
  ...tool(24, 'write', 'write src/routes/health.ts', healthFile, { given: { filePath: 'src/routes/health.ts' } }),
  ...tool(31, 'edit', 'edit src/server.ts', 'Applied 2 changes.', { given: { filePath: 'src/server.ts' } }),
  ...tool(40, 'write', 'write test/health.test.ts', 'Wrote 14 lines.', { given: { filePath: 'test/health.test.ts' } }),
  ...tool(
    47,
    'bash',
    'npm test -- health',
    '✔ is unavailable while the database does not answer (4.2ms)\n✔ is ok as soon as it does (1.1ms)\nℹ tests 2\nℹ pass 2\nℹ fail 0',
    { given: { command: 'npm test -- health' }, took: 4, exitCode: 0 },
  ),
  ...tool(55, 'bash', 'npm run typecheck', '> tsc --noEmit', {
    given: { command: 'npm run typecheck' },
    took: 6,
    exitCode: 0,
  }),
  plans(63, [
    ['Look at how routes and database are connected', 'completed'],
    ['Add the endpoint', 'completed'],
    ['Test both answers', 'completed'],
  ]),
  ...tool(
    65,
    'bash',
    'git commit -am "Say whether the shop is ready"',
    '[main 4be1f02] Say whether the shop is ready\n 3 files changed, 34 insertions(+), 6 deletions(-)',
    {
      given: { command: 'git commit -am "Say whether the shop is ready"' },
      exitCode: 0,
    },
  ),
  says(
    69,
    '`GET /health` is there:\n\n- **200** `{ "status": "ok" }` while the database answers within 500 ms\n- **503** `{ "status": "unavailable" }` otherwise\n\nProbes stay out of the request log. On `SIGTERM` the database is closed after the last request.',
  ),
];

/** What agents that are at work do over and over; each step is one line. */
export const liveSteps = {
  signUp: [
    ['read', 'read src/routes/sign-up.ts', 'export function signUp(app, database) { … }'],
    ['edit', 'edit src/routes/sign-up.ts', 'Applied 1 change.'],
    ['edit', 'edit src/schemas/customer.ts', 'Applied 1 change.'],
    ['bash', 'npm test -- sign-up', '✔ refuses an address without @ (2.8ms)\nℹ pass 9'],
  ],
  orders: [
    ['bash', 'node scripts/import-orders.ts --dry-run', '18,204 orders read, 0 refused'],
    ['read', 'read src/import/currencies.ts', 'export const currencies = …'],
    ['edit', 'edit src/import/orders.ts', 'Applied 3 changes.'],
  ],
};

export const signUpSteps = [
  started,
  thinks(5, 'The form checks in the browser only. The server has to refuse the same things, from the same schema.'),
  ...tool(
    9,
    'grep',
    'grep "sign-up" src',
    'src/routes/sign-up.ts:6:  app.post("/sign-up", …\nsrc/pages/sign-up.tsx:22:const schema = z.object({ …',
  ),
  ...tool(
    14,
    'read',
    'read src/pages/sign-up.tsx',
    'const schema = z.object({ email: z.email(), password: z.string().min(12) });',
  ),
  says(
    22,
    'The rules are in the page. I will move them to `src/schemas/customer.ts`, so that page and server share them.',
  ),
  ...tool(30, 'write', 'write src/schemas/customer.ts', 'Wrote 21 lines.'),
  ...tool(41, 'edit', 'edit src/routes/sign-up.ts', 'Applied 1 change.'),
];

export const orderSteps = [
  started,
  ...tool(6, 'list', 'list exports', 'customers.csv\norders-2023.csv\norders-2024.csv'),
  says(
    12,
    'Three exports, two of them orders. Amounts are in cents in one file and in euros in the other, so I will read the header first.',
  ),
  ...tool(20, 'bash', 'head -3 exports/orders-2023.csv', 'id;placed_at;amount_cents;currency', { exitCode: 0 }),
];

export const flagSteps = [
  started,
  ...tool(
    4,
    'grep',
    'grep "useFlag(" src',
    'src/app.ts:4:if (useFlag("new-start")) …\nsrc/cart.ts:18:useFlag("gift-cards")',
  ),
  says(
    11,
    'Both flags have been on for everybody since March. I will take the code behind them as it is and remove the rest.',
  ),
];

export const errorPageSteps = [
  started,
  ...tool(
    5,
    'read',
    'read src/pages/errors.tsx',
    'export const messages = { notFound: "We could not find that page." … }',
  ),
  says(12, 'I will translate the seven messages. Before I do: French has two ways to address a customer.'),
];

export const upgradeSteps = [
  started,
  ...tool(6, 'bash', 'npm install undici@7', 'changed 1 package in 2s', { exitCode: 0 }),
  ...tool(
    18,
    'bash',
    'npm test',
    '✖ retries a request that was cut off (1204.1ms)\nℹ tests 214\nℹ pass 211\nℹ fail 3',
    { took: 12, exitCode: 1 },
  ),
];

/** Short work of which only the end is looked at. */
export function shortSteps(file, summary) {
  return [
    started,
    ...tool(6, 'read', `read ${file}`, '…'),
    ...tool(15, 'edit', `edit ${file}`, 'Applied 2 changes.'),
    ...tool(28, 'bash', 'npm test', 'ℹ tests 216\nℹ pass 216\nℹ fail 0', { took: 9, exitCode: 0 }),
    says(41, summary),
  ];
}

/** A patch with so many lines of a file, for work of which only the counts are looked at. */
export function shortPatch(file, added, removed) {
  const lines = (sign, count) => Array.from({ length: count }, (_, at) => `${sign}  // ${at + 1}`).join('\n');
  return {
    [file]: `--- a/${file}\n+++ b/${file}\n@@ -1,${removed} +1,${added} @@\n${lines('-', removed)}\n${lines('+', added)}\n`,
  };
}
