/** Runs the programs of one step of `npm test`, each as a process group of its own, with a limit of time. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const killAfterSeconds = 15;
const running = new Set();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) signalGroup(child, signal);
    if (running.size === 0) process.exit(130);
    process.exitCode = 130;
  });
}

/** True once the person has asked for an end: the steps that are left are not begun. */
export const interrupted = () => process.exitCode === 130;

/**
 * @param {string} program a package's program (from node_modules/.bin), or a script of ours (`….mjs`)
 * @param {readonly string[]} args
 * @param {{env?: Record<string, string>, limitSeconds: number}} options
 * @returns {Promise<boolean>} whether it ended with 0 within its time
 */
export function run(program, args, { env = {}, limitSeconds }) {
  const [command, all] = program.endsWith('.mjs')
    ? [process.execPath, [program, ...args]]
    : [`${root}/node_modules/.bin/${program}`, args];
  const child = spawn(command, all, { cwd: root, stdio: 'inherit', detached: true, env: { ...process.env, ...env } });
  running.add(child);
  const timers = [
    setTimeout(() => {
      console.error(`${program} did not end within ${limitSeconds} s and is stopped.`);
      signalGroup(child, 'SIGTERM');
    }, limitSeconds * 1000),
    setTimeout(() => signalGroup(child, 'SIGKILL'), (limitSeconds + killAfterSeconds) * 1000),
  ];
  return new Promise((resolve) => {
    const finish = (passed) => {
      timers.forEach(clearTimeout);
      running.delete(child);
      resolve(passed);
    };
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      finish(false);
    });
    child.once('exit', (code) => finish(code === 0));
  });
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** @returns {Counts} a check counts as one test */
export function checkCounts(passed) {
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** @returns {Counts} of Jest's `--json` file; a suite that could not run, and a run that wrote nothing, count as failed */
export function jestCounts(path, exitedWell) {
  const report = readReport(path);
  if (!report) return checkCounts(false);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !exitedWell ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** @returns {Counts} of Playwright's json report; errors outside of any test count as failed */
export function playwrightCounts(path, exitedWell) {
  const report = readReport(path);
  if (!report) return checkCounts(false);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + report.errors.length;
  return { passed: expected, failed: failed === 0 && !exitedWell ? 1 : failed, skipped };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.error(`There is no report of the tests: ${error.message}`);
    return undefined;
  }
}
