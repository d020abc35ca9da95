#!/usr/bin/env node
/**
 * Stands in for the `opencode` program, with a network that a test can spoil: it starts the real one on a port of its
 * own and passes connections on. What the file `network` in the pod's temporary folder says counts: `frozen`, nothing
 * gets through; `cut`, connections break and new ones are refused; else, and without the file, all is well.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';

const lookEveryMilliseconds = 50;

const args = process.argv.slice(2);
const port = Number(args[args.indexOf('--port') + 1]);
const stateFile = join(process.env['TMPDIR'] ?? '/tmp', 'network');
const program = join(dirname(createRequire(import.meta.url).resolve('opencode-ai/package.json')), 'bin/opencode.exe');

/** @type {Set<import('node:net').Socket>} */
const sockets = new Set();
/** @type {(() => void)[]} */
let waiting = [];
let state = 'open';

const innerPort = await freePort();
const child = spawn(program, args.with(args.indexOf('--port') + 1, String(innerPort)), {
  stdio: ['ignore', 'pipe', 2],
});
child.once('exit', (code) => process.exit(code ?? 1));
// Who starts it reads the address that it says.
child.stdout
  .setEncoding('utf8')
  .on('data', (text) => process.stdout.write(text.replaceAll(`:${innerPort}`, `:${port}`)));

createServer({ allowHalfOpen: false }, (outer) => {
  if (state === 'cut') return outer.destroy();
  keep(outer);
  if (state === 'frozen') waiting.push(() => connectThrough(outer));
  else connectThrough(outer);
}).listen(port, '127.0.0.1');

setInterval(() => {
  const next = readState();
  if (next === state) return;
  state = next;
  if (state === 'cut') for (const socket of sockets) socket.destroy();
  else for (const socket of sockets) state === 'frozen' ? socket.pause() : socket.resume();
  if (state !== 'open') return;
  for (const go of waiting) go();
  waiting = [];
}, lookEveryMilliseconds);

function connectThrough(outer) {
  if (outer.destroyed) return;
  const inner = connect(innerPort, '127.0.0.1');
  keep(inner);
  pass(outer, inner);
  pass(inner, outer);
}

function pass(from, to) {
  from.on('data', (data) => to.write(data));
  from.once('end', () => to.end());
  from.once('close', () => to.destroy());
}

function keep(socket) {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  // A broken connection is what this is for; the other end learns of it by the close that follows.
  socket.on('error', () => socket.destroy());
}

function readState() {
  try {
    return readFileSync(stateFile, 'utf8').trim();
  } catch (error) {
    if (error.code === 'ENOENT') return 'open';
    throw error;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
