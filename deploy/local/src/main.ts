import { run } from './run.ts';

// A window that was closed, or a pipe whose reader has gone, must not keep the rest from being stopped in order.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
}

// Exits rather than runs out: what is left of a service that did not stop in time must not keep the process.
process.exit(await run({ args: process.argv.slice(2), env: process.env }));
