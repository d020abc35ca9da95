import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, type Figure } from './harness.ts';

const run = promisify(execFile);
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
const rounds = 3;

/** What the test of the reconciliation writes down. */
interface Round {
  readonly projects: number;
  readonly seconds: number;
  /** The stand-in's included. */
  readonly processorSeconds: number;
  readonly requestsPerProject: number;
  readonly heapMegabytes: number;
}

/**
 * pod-svc starts on a cluster with 1,000 projects of which some have gone astray meanwhile. The cluster is the stand-in
 * for the API server, which only tests may use, so that the measured run is that of a test, in a process of its own.
 */
export async function measureReconcile(): Promise<Figure[]> {
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await runOnce());
  const of = (figure: keyof Round): number[] => measured.map((each) => each[figure]);
  const what = `${measured[0]?.projects ?? 0} projects in step after a restart`;
  return [
    median({ name: what, unit: 's', atMost: 10, rounds: of('seconds') }),
    median({ name: `${what}, processor time`, unit: 's', rounds: of('processorSeconds') }),
    median({ name: `${what}, requests for each`, unit: '', atMost: 5, rounds: of('requestsPerProject') }),
    median({
      name: `${what}, heap more than before (facts and stand-in included)`,
      unit: 'MB',
      atMost: 100,
      rounds: of('heapMegabytes'),
    }),
  ];
}

async function runOnce(): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'podium-bench-reconcile-'));
  const file = join(folder, 'figures.json');
  try {
    const manifest = createRequire(join(repositoryRoot, 'package.json')).resolve('jest/package.json');
    const args = ['--experimental-vm-modules', join(dirname(manifest), 'bin', 'jest.js')];
    await run(process.execPath, [...args, '--selectProjects=int', '--testPathPatterns=kubernetes-reconcile'], {
      cwd: repositoryRoot,
      env: { ...process.env, PODIUM_FIGURES_FILE: file },
    });
    return JSON.parse(readFileSync(file, 'utf8')) as Round;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
