#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('The operator CLI is not built. Run "npm start" once, or "npx tsc -b cli".\n');
  process.exitCode = 1;
}
