import { spawnSync } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedServerError } from './errors.ts';

/** How PostgreSQL's programs are run: what stands before the command, and whom their files must belong to. */
export interface PostgresAccount {
  readonly prefix: readonly string[];
  /** Owner of the files on the disk; nothing where they are simply ours. */
  readonly filesOwner?: number;
}

/**
 * PostgreSQL refuses to run as root. Started by root it gets an account of lesser rights, in the first way that works on
 * this machine:
 *
 * 1. a user namespace, in which root looks like an ordinary user. The files stay root's, so that any folder of root's will do;
 * 2. a system user that may pass closed folders: containers often forbid namespaces, but allow this.
 *
 * @param clusterDir is made to belong to the chosen account, with all that is in it.
 * @throws EmbeddedServerError `ROOT_NOT_POSSIBLE` when none works.
 */
export function choosePostgresAccount(clusterDir: string, initdb: string): PostgresAccount {
  if (process.geteuid?.() !== 0) return { prefix: [] };
  const { uid, gid } = systemUser();
  const accounts: PostgresAccount[] = [
    { prefix: ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`], filesOwner: 0 },
    {
      prefix: [
        'setpriv',
        `--reuid=${uid}`,
        `--regid=${gid}`,
        '--clear-groups',
        // Without it access(2), by which PostgreSQL looks for its own programs, would leave the capability out of account.
        '--securebits=+no_setuid_fixup',
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
      ],
      filesOwner: uid,
    },
  ];
  const failures: string[] = [];
  for (const account of accounts) {
    const failure = giveFiles(clusterDir, account) ?? probe(account, clusterDir, initdb);
    if (failure === undefined) return account;
    failures.push(`${account.prefix[0]}: ${failure}`);
  }
  throw new EmbeddedServerError(
    'ROOT_NOT_POSSIBLE',
    `PostgreSQL does not run as root, and no way around it works here (${failures.join('; ')}). Run Podium as an ordinary ` +
      `user, or install util-linux (unshare, setpriv), or give the container user namespaces or the capability DAC_OVERRIDE.`,
  );
}

/** initdb looks its user up by name, so that it has to be one that exists. */
function systemUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  const user = users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody') ?? users[0];
  if (user === undefined)
    throw new EmbeddedServerError(
      'ROOT_NOT_POSSIBLE',
      '/etc/passwd names no user but root, and PostgreSQL does not run as root.',
    );
  return user;
}

function giveFiles(clusterDir: string, { filesOwner }: PostgresAccount): string | undefined {
  if (filesOwner === undefined) return undefined;
  try {
    if (lstatSync(clusterDir).uid !== filesOwner) changeOwner(clusterDir, filesOwner);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The folder itself comes last: if this is cut short, the next start sees that it has to be done again. */
function changeOwner(path: string, uid: number): void {
  const entry = lstatSync(path);
  if (entry.isDirectory()) for (const name of readdirSync(path)) changeOwner(join(path, name), uid);
  lchownSync(path, uid, entry.gid);
}

/**
 * Gives the reason where the account cannot write its files or run the programs. initdb complains, but goes on, when it
 * may not look at itself; then it would not find postgres either.
 */
function probe(account: PostgresAccount, clusterDir: string, initdb: string): string | undefined {
  const script = 'test -w "$1" || { echo "cannot write $1" >&2; exit 1; }; exec "$2" --version';
  const [command = 'sh', ...args] = [...account.prefix, 'sh', '-c', script, 'sh', clusterDir, initdb];
  const result = spawnSync(command, args, { encoding: 'utf8', cwd: '/' });
  if (result.error !== undefined) return result.error.message;
  if (result.status === 0 && result.stderr === '') return undefined;
  return result.stderr.trim() || `exit code ${result.status}`;
}
