/**
 * The fault suite. Each option chooses a part of it; without any all parts run in their short form, as CI runs them.
 * The same seed makes the same work and the same faults.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from './commands.mjs';
import { run } from './lib/run-step.mjs';
import { prepare, PrepareError, root } from './prepare.mjs';

const usage = `Usage: npm run faults -- [options]

  --kills <number>    services are killed at random moments while people work; compared with an undisturbed run
  --events <number>   all tables are dropped and fold themselves again
  --cases <number>    agents at work: each process dies at each step of a run, the network breaks, an owner comes
                      back late, the disk is full, work vanishes (66 go through all deaths)
  --soak <sessions>   so many slow agents at once, while services are killed
    --projects <number>   over so many projects (default 5; each takes some 500 MB)
    --minutes <number>    for so long (default 10)
    --every <seconds>     a kill this often (default 30)
  --seed <number>     another choice of moments (default 1)`;
const dayInSeconds = 24 * 60 * 60;

/** Options, and the variables by which the suite knows them. */
const variables = {
  kills: 'PODIUM_FAULT_KILLS',
  events: 'PODIUM_FAULT_EVENTS',
  cases: 'PODIUM_FAULT_CASES',
  soak: 'PODIUM_SOAK_SESSIONS',
  projects: 'PODIUM_SOAK_PROJECTS',
  minutes: 'PODIUM_SOAK_MINUTES',
  every: 'PODIUM_SOAK_EVERY_SECONDS',
  seed: 'PODIUM_FAULT_SEED',
};

/** Files of each part; the soak takes too long to have a short form. */
const parts = {
  kills: ['faults/kills'],
  events: ['faults/rebuild'],
  cases: ['deaths', 'network', 'late-owner', 'full-disk', 'reconciliation'].map((name) => `faults/sessions/${name}`),
  soak: ['faults/sessions/soak'],
};
const short = ['kills', 'events', 'cases'];

/** @returns {{ files: string[], env: Record<string, string> } | undefined} undefined where help is asked for */
function callOf(args) {
  const text = { type: 'string' };
  const options = Object.fromEntries(Object.keys(variables).map((name) => [name, text]));
  const { values } = parseArgs({ args, options: { ...options, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return undefined;
  for (const [name, value] of Object.entries(values)) {
    if (!/^\d+(\.\d+)?$/.test(value)) throw new TypeError(`--${name} ${value} is not a number.`);
  }
  const chosen = Object.keys(parts).filter((name) => values[name] !== undefined);
  return {
    files: (chosen.length > 0 ? chosen : short).flatMap((name) => parts[name]),
    env: Object.fromEntries(Object.entries(values).map(([name, value]) => [variables[name], value])),
  };
}

try {
  const call = callOf(process.argv.slice(2));
  if (call) {
    await prepare();
    const args = ['test', ...call.files, '-c', join(root, 'e2e/playwright.config.ts'), '--project=faults'];
    if (!(await run('playwright', args, { env: call.env, limitSeconds: dayInSeconds }))) process.exitCode ||= 1;
  } else console.log(usage);
} catch (error) {
  if (error instanceof CommandError || error instanceof PrepareError) {
    console.error(`\n${error.output ?? ''}\n${error.message}`);
  } else if (error instanceof TypeError) console.error(`${error.message}\n\n${usage}`);
  else throw error;
  process.exitCode = 1;
}
