import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedServerError } from './errors.ts';
import type { PostgresBinaries } from './packaged-binaries.ts';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account.ts';

/** The superuser of every embedded server. */
export const superuser = 'podium';

/** A directory with PostgreSQL's files, ready to be served. */
export interface PostgresCluster {
  readonly directory: string;
  readonly password: string;
  readonly account: PostgresAccount;
}

/** Only what the programs need: a person's own locale or PG* variables could keep them from starting. */
export const programEnvironment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } as const;

/**
 * Opens the files below `dataDir`, or makes new ones. They carry the major version in their name, as PostgreSQL does not
 * read the files of another one.
 */
export async function openCluster(dataDir: string, binaries: PostgresBinaries): Promise<PostgresCluster> {
  const directory = join(dataDir, 'v18');
  const passwordFile = join(dataDir, 'password');
  if (!existsSync(directory)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await createCluster(directory, passwordFile, binaries);
  }
  const account = choosePostgresAccount(directory, binaries.initdb);
  return { directory, password: readFileSync(passwordFile, 'utf8'), account };
}

/** Made beside its place and moved there when complete: a start that is cut short leaves nothing half done. */
async function createCluster(directory: string, passwordFile: string, binaries: PostgresBinaries): Promise<void> {
  const unfinished = `${directory}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  const account = choosePostgresAccount(unfinished, binaries.initdb);
  const passwordCopy = join(unfinished, '..', 'password.unfinished');
  writeFileSync(passwordCopy, readFileSync(passwordFile), { mode: 0o600 });
  if (account.filesOwner !== undefined) chownSync(passwordCopy, account.filesOwner, -1);
  try {
    await run(
      account,
      binaries.initdb,
      [
        ['-D', unfinished],
        ['-U', superuser],
        ['--auth=scram-sha-256', `--pwfile=${passwordCopy}`],
        ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8'],
        ['--no-instructions'],
      ].flat(),
    );
  } finally {
    rmSync(passwordCopy);
  }
  renameSync(unfinished, directory);
}

function run(account: PostgresAccount, program: string, programArgs: readonly string[]): Promise<void> {
  const [command = program, ...args] = [...account.prefix, program, ...programArgs];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: programEnvironment,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', reject);
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(new EmbeddedServerError('SERVER_FAILED', `PostgreSQL's files could not be made: ${explain(errors)}`));
    });
  });
}

function explain(errors: string): string {
  const library = /error while loading shared libraries: (\S+):/.exec(errors)?.[1];
  if (library === undefined) return errors.trim();
  return `the system library ${library} is missing. Install it with the system's package manager (Debian: "apt-get install libstdc++6").`;
}
