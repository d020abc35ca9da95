import { spawnSync } from 'node:child_process';
import { chmodSync, lchownSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedServerError } from './errors.ts';

/** How PostgreSQL's programs are run: what stands before the command, and whom their files must belong to. */
export interface PostgresAccount {
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  /** Owner of the files on the disk; nothing where they are simply ours. */
  readonly filesOwner?: number;
}

/**
 * PostgreSQL refuses to run as root. Started by root it gets an account of lesser rights, in the first way that works on
 * this machine:
 *
 * 1. a user namespace, in which root looks like an ordinary user. The files stay root's, so that any folder of root's will do;
 * 2. a system user that may pass closed folders (as containers often forbid namespaces, but allow this);
 * 3. a system user without more rights, for which every folder on the way must be open.
 *
 * @param clusterDir is made to belong to the chosen account, with all that is in it.
 * @throws EmbeddedServerError `ROOT_NOT_POSSIBLE` when none works.
 */
export function choosePostgresAccount(clusterDir: string, postgresBinary: string): PostgresAccount {
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
        '--inh-caps=+dac_override',
        '--ambient-caps=+dac_override',
      ],
      filesOwner: uid,
    },
    { prefix: [], uid, gid, filesOwner: uid },
  ];
  const failures: string[] = [];
  for (const account of accounts) {
    const failure = giveFiles(clusterDir, account) ?? probe(account, clusterDir, postgresBinary);
    if (failure === undefined) return account;
    failures.push(`${account.prefix[0] ?? `user ${uid}`}: ${failure}`);
  }
  throw new EmbeddedServerError(
    'ROOT_NOT_POSSIBLE',
    `PostgreSQL does not run as root, and no way around it works here (${failures.join('; ')}). Run Podium as an ordinary user, ` +
      `or put it into a folder that every user may enter (not below ${dirname(clusterDir)}).`,
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

function giveFiles(clusterDir: string, { filesOwner, prefix }: PostgresAccount): string | undefined {
  if (filesOwner === undefined) return undefined;
  try {
    // Without further rights the account needs to pass the folder around its own.
    if (prefix.length === 0) chmodSync(dirname(clusterDir), 0o711);
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

/** Gives the reason where the account cannot write its files or run the program. */
function probe(account: PostgresAccount, clusterDir: string, postgresBinary: string): string | undefined {
  const script = 'test -w "$1" || { echo "cannot write $1" >&2; exit 1; }; exec "$2" --version';
  const [command = 'sh', ...args] = [...account.prefix, 'sh', '-c', script, 'sh', clusterDir, postgresBinary];
  const { uid, gid } = account;
  const result = spawnSync(command, args, { encoding: 'utf8', cwd: '/', ...(uid === undefined ? {} : { uid, gid }) });
  if (result.error !== undefined) return result.error.message;
  return result.status === 0 ? undefined : result.stderr.trim() || `exit code ${result.status}`;
}
