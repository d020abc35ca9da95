import { run } from './run.ts';

// Exits rather than runs out: what is left of a service that did not stop in time must not keep the process.
process.exit(await run({ args: process.argv.slice(2), env: process.env }));
