// `npm start`. Runs before anything is installed: Node's own modules only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError, endRunningCommand } from './commands.mjs';
import { prepare, PrepareError, root } from './prepare.mjs';

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  console.log(readFileSync(join(root, 'deploy/local/usage.txt'), 'utf8'));
  process.exit(0);
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const cutShort = (signal) => {
  endRunningCommand();
  process.exit(exitCodes[signal]);
};
for (const signal of Object.keys(exitCodes)) process.on(signal, cutShort);

try {
  await prepare();
} catch (error) {
  if (error instanceof CommandError) console.error(`\n${error.output}\n\n${error.message}`);
  else if (error instanceof PrepareError) console.error(`\n${error.message}\n`);
  else throw error;
  process.exit(1);
}

// The same process goes on as the stack: a second Node would cost some 50 MB, and would have to pass signals on.
for (const signal of Object.keys(exitCodes)) process.off(signal, cutShort);
await import(pathToFileURL(join(root, 'deploy/local/dist/main.js')).href);
