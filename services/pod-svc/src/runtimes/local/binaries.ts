import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RuntimeError } from '../runtime.ts';
import { systemErrorCode } from './system-errors.ts';

const require = createRequire(import.meta.url);

/** Where the install script of opencode-ai did not run, its program is a text of a few hundred bytes. */
const smallestProgramBytes = 1_000_000;

/**
 * The OpenCode program: a chosen one, else the one of the package, else that of the package for this platform.
 *
 * @throws RuntimeError `binary_missing`, naming what to do.
 */
export function findOpencode(chosen?: string): string {
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new RuntimeError('binary_missing', `PODIUM_OPENCODE_BIN names ${chosen}, which is not there.`, false);
  }
  const installed = packagedFile('opencode-ai', 'bin', 'opencode.exe');
  if (installed && statSync(installed).size > smallestProgramBytes) return installed;
  const base = `opencode-${process.platform}-${process.arch}`;
  const runs = [base, `${base}-baseline`, `${base}-musl`, `${base}-baseline-musl`]
    .map((name) => packagedFile(name, 'bin', 'opencode'))
    .find((path) => path !== undefined && spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0);
  if (runs) return runs;
  throw new RuntimeError(
    'binary_missing',
    `There is no OpenCode program for ${process.platform}-${process.arch}. Run "npm install --include=optional", or name one in PODIUM_OPENCODE_BIN.`,
    false,
  );
}

/**
 * Folder of the ripgrep program that comes with Podium; undefined where there is none for this platform. OpenCode
 * searches with it and would try to download one.
 */
export function findRipgrep(): string | undefined {
  const program = packagedFile(`@vscode/ripgrep-${process.platform}-${process.arch}`, 'bin', 'rg');
  return program === undefined ? undefined : dirname(program);
}

function packagedFile(packageName: string, ...path: string[]): string | undefined {
  try {
    const file = join(dirname(require.resolve(`${packageName}/package.json`)), ...path);
    return existsSync(file) ? file : undefined;
  } catch (error) {
    if (systemErrorCode(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
