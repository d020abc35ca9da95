import { foldChanges, noChanges } from '@podium/board';

/** Patches of what agents of the scene did, by session, then by path. */
export const workedPatches = new Map();

/**
 * What sessions of the fake gateway changed: those of its scene what they say, those that are begun by hand a few files, one
 * of them long, one without lines.
 */
export function changesRoutes(log, refuse) {
  const failing = new Set();
  return [
    [
      'GET',
      /^\/api\/sessions\/([^/]+)\/changes$/,
      ([sessionId]) => [200, { session_id: sessionId, turns: turnsOf(log, sessionId), position: log.position }],
    ],
    [
      'GET',
      /^\/api\/sessions\/([^/]+)\/changes\/(\d+)$/,
      ([sessionId, turn], _, query) => {
        const path = query.get('path');
        const patch =
          (workedPatches.get(sessionId) ?? patches)[path] ?? refuse(404, 'not_found', 'No such change is kept.');
        if (path === 'assets/logo.png' && !failing.has(sessionId)) {
          failing.add(sessionId);
          refuse(502, 'store_away', 'The store of patches does not answer.');
        }
        return [200, { turn: Number(turn), path, patch, truncated: path === 'package-lock.json' }];
      },
    ],
  ];
}

function turnsOf(log, sessionId) {
  if (workedPatches.has(sessionId))
    return log.facts.filter((fact) => fact.data.sessionId === sessionId).reduce(foldChanges, noChanges).turns;
  const ended = log.facts.find(
    (fact) => fact.data.sessionId === sessionId && /Session(Completed|Failed|Cancelled)$/.test(fact.type),
  );
  const queued = log.facts.find((fact) => fact.data.sessionId === sessionId && fact.type.endsWith('SessionQueued'));
  if (!ended) return [];
  if (!ended.type.endsWith('Completed')) return [turn(1, queued, ended, [], null)];
  const commit = { hash: 'f3a9c1d27be04418a5c0f1d9b7e62f4c08d1a3b5', subject: 'Serve the port from the environment' };
  return [turn(1, queued, ended, Object.keys(patches), commit, 37)];
}

function turn(number, queued, ended, paths, commit, total = paths.length) {
  const files = paths.map((path) => ({ path, ...statsOf(patches[path]) }));
  const sum = (side) => files.reduce((lines, file) => lines + file[side], 0);
  return {
    turn: number,
    prompt: queued.data.prompt,
    ended_at: ended.time,
    commit,
    files,
    total_files: total,
    additions: sum('additions'),
    deletions: sum('deletions'),
    changes_known: true,
    partial: false,
  };
}

export function statsOf(patch) {
  const count = (sign) => patch.split('\n').filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)));
  const status = /^--- \/dev\/null/m.test(patch)
    ? 'added'
    : /^\+\+\+ \/dev\/null/m.test(patch)
      ? 'deleted'
      : 'modified';
  return { status, additions: count('+').length, deletions: count('-').length };
}

const locked = Array.from({ length: 2400 }, (_, at) =>
  at % 3 === 0 ? `-    "package-${at}": "1.0.${at}",` : `+    "package-${at}": "1.1.${at}",`,
);

const patches = {
  'README.md': `--- /dev/null
+++ b/README.md
@@ -0,0 +1,9 @@
+# Sample
+
+A small web server.
+
+## Run
+
+\`\`\`sh
+npm install && npm start
+\`\`\`
`,
  'src/app.ts': `--- a/src/app.ts
+++ b/src/app.ts
@@ -1,7 +1,8 @@
 import { createServer } from './server.ts';
+import { readConfig } from './config.ts';
 
-const port = 3000;
-createServer().listen(port);
+const { port, host } = readConfig(process.env);
+createServer().listen(port, host);
 
-console.log(\`Listening on \${port}\`);
+console.log(\`Listening on http://\${host}:\${port}\`);
 
@@ -24,6 +26,6 @@ export function stop(server: Server): Promise<void> {
   return new Promise((resolve, reject) => {
     server.close((error) => {
-      if (error) reject(error);
+      if (error) reject(new StopError('The server did not stop in time, so connections that were open are cut off', { cause: error }));
       else resolve();
     });
   });
`,
  'src/features/settings/components/environment/very-long-folder-name/read-environment-variables.ts': `--- a/x
+++ b/x
@@ -3,3 +3,3 @@
   // Ports below 1024 need root.
-  return Number(env.PORT ?? 3000);
+  return Number(env.PORT ?? 8080);
 }
`,
  'src/legacy-config.js': `--- a/src/legacy-config.js
+++ /dev/null
@@ -1,3 +0,0 @@
-module.exports = {
-  port: 3000,
-};
\\ No newline at end of file
`,
  'assets/logo.png':
    'diff --git a/assets/logo.png b/assets/logo.png\nBinary files a/assets/logo.png and b/assets/logo.png differ\n',
  'package-lock.json': `--- a/package-lock.json\n+++ b/package-lock.json\n@@ -1,800 +1,1600 @@\n${locked.join('\n')}\n`,
};
