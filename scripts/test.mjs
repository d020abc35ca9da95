/**
 * `npm test`: every check and every test, in the order in which a failure costs least to find; `npm test -- lint unit`
 * runs only those steps. Goes on after a failed step. The last line is `N passed, N failed`; a check counts as one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, endRunningCommand } from './commands.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { checkCounts, interrupted, jestCounts, playwrightCounts, run } from './lib/run-step.mjs';
import { prepare, PrepareError } from './prepare.mjs';

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, endRunningCommand);

const reports = mkdtempSync(join(tmpdir(), 'podium-test-'));

async function allPass(...commands) {
  let passed = true;
  for (const [program, args, limitSeconds] of commands) {
    passed = (await run(program, args, { limitSeconds })) && passed;
  }
  return passed;
}

const check =
  (...commands) =>
  async () =>
    checkCounts(await allPass(...commands));

function jest(tier, maxWorkers, limitSeconds) {
  return async () => {
    const report = join(reports, `${tier}.json`);
    const args = ['--selectProjects', tier, '--maxWorkers', String(maxWorkers), '--json', `--outputFile=${report}`];
    const env = {
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
    };
    return jestCounts(report, await run('jest', args, { env, limitSeconds }));
  };
}

/** Whether it could be prepared; says why not. */
async function prepared(only) {
  try {
    await prepare({ only });
    return true;
  } catch (error) {
    if (!(error instanceof CommandError || error instanceof PrepareError)) throw error;
    console.error(`${error.output ?? ''}\n${error.message}`);
    return false;
  }
}

async function endToEnd() {
  const report = join(reports, 'e2e.json');
  // A stack with its browser keeps two processors busy.
  const workers = Math.max(1, Math.floor(availableParallelism() / 2));
  const args = ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json', `--workers=${Math.min(workers, 3)}`];
  const chromium = await ensureChromium();
  const env = { PODIUM_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  if (!(await prepared(['services', 'web']))) return checkCounts(false);
  return playwrightCounts(report, await run('playwright', args, { env, limitSeconds: 2400 }));
}

const steps = {
  format: check(['prettier', ['--check', '.', '--log-level=warn'], 120]),
  lint: check(['eslint', ['--max-warnings', '0', '.'], 180]),
  contracts: check(['proto/scripts/check.mjs', [], 120]),
  typecheck: check(
    ['tsc', ['-b'], 240],
    ['tsc', ['-p', 'tsconfig.tests.json'], 180],
    ['next', ['typegen', 'web'], 60],
    ['tsc', ['--noEmit', '-p', 'web/tsconfig.json'], 180],
  ),
  unit: jest('unit', Math.max(1, availableParallelism() - 1), 300),
  int: jest('int', Math.max(2, availableParallelism() - 1), 1200),
  web: async () => checkCounts(await prepared(['services', 'web'])),
  e2e: endToEnd,
};

async function runStep(name) {
  console.log(`\n▶ ${name}`);
  const begin = Date.now();
  const counts = await steps[name]().catch((error) => {
    console.error(error.message);
    return checkCounts(false);
  });
  const seconds = ((Date.now() - begin) / 1000).toFixed(1);
  console.log(`${counts.failed > 0 ? '✖' : '✔'} ${name}: ${describe(counts)} (${seconds} s)`);
  return counts;
}

function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

async function main(chosen) {
  const unknown = chosen.filter((name) => !(name in steps));
  if (unknown.length > 0) {
    throw new Error(`There is no step ${unknown.join(', ')}; there are: ${Object.keys(steps).join(', ')}`);
  }
  if (!(await prepared([]))) throw new Error('Nothing was tested.');
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of Object.keys(steps)) {
    if (interrupted()) break;
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const counts = await runStep(name);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  console.log(`\n${describe(total)}`);
  if (total.failed > 0) process.exitCode ||= 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(reports, { recursive: true, force: true });
}
