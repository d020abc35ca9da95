/**
 * `npm run faults -- --kills 1000 --seed 7`: services are killed at random moments while people work, and the end is
 * compared with an undisturbed run. `npm run faults -- --events 100000`: all tables are dropped and fold themselves again.
 * The same seed makes the same work and the same kills.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from './commands.mjs';
import { run } from './lib/run-step.mjs';
import { prepare, PrepareError, root } from './prepare.mjs';

const usage = 'Usage: npm run faults -- [--kills <number>] [--seed <number>] [--events <number>]';
const dayInSeconds = 24 * 60 * 60;

/** @returns {{ suite: string, env: Record<string, string> }[]} what is asked for; both in their short form where nothing is */
function suitesOf(args) {
  const options = { kills: { type: 'string' }, seed: { type: 'string' }, events: { type: 'string' } };
  const { kills, seed, events } = parseArgs({ args, options }).values;
  for (const value of [kills, seed, events]) {
    if (value !== undefined && !/^\d+$/.test(value)) throw new TypeError(`${value} is not a whole number.`);
  }
  const all = kills === undefined && events === undefined;
  const killsEnv = { ...(kills && { PODIUM_FAULT_KILLS: kills }), ...(seed && { PODIUM_FAULT_SEED: seed }) };
  return [
    ...(all || kills !== undefined ? [{ suite: 'faults/kills', env: killsEnv }] : []),
    ...(all || events !== undefined
      ? [{ suite: 'faults/rebuild', env: { ...(events && { PODIUM_FAULT_EVENTS: events }) } }]
      : []),
  ];
}

try {
  const suites = suitesOf(process.argv.slice(2));
  await prepare();
  for (const { suite, env } of suites) {
    const args = ['test', suite, '-c', join(root, 'e2e/playwright.config.ts'), '--project=faults'];
    if (!(await run('playwright', args, { env, limitSeconds: dayInSeconds }))) process.exitCode ||= 1;
  }
} catch (error) {
  if (error instanceof CommandError || error instanceof PrepareError) {
    console.error(`\n${error.output ?? ''}\n${error.message}`);
  } else if (error instanceof TypeError) console.error(`${error.message}\n${usage}`);
  else throw error;
  process.exitCode = 1;
}
