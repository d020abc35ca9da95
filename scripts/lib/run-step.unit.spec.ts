import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { checkCounts, jestCounts, playwrightCounts, run } from './run-step.mjs';

const directory = mkdtempSync(join(tmpdir(), 'podium-run-step-'));
afterAll(() => rmSync(directory, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
}

const jestReport = (counts: object) =>
  JSON.stringify({
    numPassedTests: 5,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    ...counts,
  });

describe('what a step counts', () => {
  it('is one for a check', () => {
    expect(checkCounts(true)).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(checkCounts(false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it.each([
    ['failed tests', { numFailedTests: 2 }, false, { passed: 5, failed: 2, skipped: 0 }],
    ['a suite that could not run', { numRuntimeErrorTestSuites: 1 }, false, { passed: 5, failed: 1, skipped: 0 }],
    ['an exit code that no test explains', {}, false, { passed: 5, failed: 1, skipped: 0 }],
    ['skipped tests', { numPendingTests: 3 }, true, { passed: 5, failed: 0, skipped: 3 }],
    ['nothing wrong', {}, true, { passed: 5, failed: 0, skipped: 0 }],
  ])('of Jest: %s', (name, counts, exitedWell, expected) => {
    expect(jestCounts(file(`${name}.json`, jestReport(counts)), exitedWell)).toEqual(expected);
  });

  it('is a failure where there is no report', () => {
    expect(jestCounts(join(directory, 'nothing.json'), true)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('of Playwright: flaky tests and errors outside of tests are failures', () => {
    const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
    const path = file('playwright.json', JSON.stringify({ stats, errors: [{ message: 'global setup' }] }));
    expect(playwrightCounts(path, false)).toEqual({ passed: 7, failed: 3, skipped: 2 });
  });
});

describe('run', () => {
  it.each([
    ['process.exit(0)', true],
    ['process.exit(3)', false],
    ["process.kill(process.pid, 'SIGKILL')", false],
  ])('%s gives %s', async (source, expected) => {
    expect(await run(file('program.mjs', source), [], { limitSeconds: 30 })).toBe(expected);
  });

  it('ends a program that does not end in time', async () => {
    expect(await run(file('endless.mjs', 'setInterval(() => {}, 1000)'), [], { limitSeconds: 0.3 })).toBe(false);
  });
});
