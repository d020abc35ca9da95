/** The workspaces of this repository, read from their package.json files: what the boundaries are derived from. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/**
 * @typedef {object} Workspace
 * @property {string} name the package's name
 * @property {string} directory relative to the repository's root, with forward slashes
 * @property {string} type from the tag `type:…`
 * @property {string} scope from the tag `scope:…`
 * @property {readonly string[]} exports what of it can be imported, as in package.json: `.`, `./testing`
 * @property {readonly string[]} dependencies names of all packages that it declares
 */

/** @returns {readonly Workspace[]} */
export function readWorkspaces(root = repositoryRoot) {
  const { workspaces } = readJson(join(root, 'package.json'));
  return workspaces
    .flatMap((pattern) => directoriesOf(pattern, root))
    .map((directory) => toWorkspace(directory, readJson(join(root, directory, 'package.json'))));
}

/** npm's patterns as used here: a folder, or every folder below one (`libs/*`). */
function directoriesOf(pattern, root) {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  return readdirSync(join(root, parent))
    .sort()
    .map((name) => `${parent}/${name}`)
    .filter((directory) => existsSync(join(root, directory, 'package.json')));
}

function toWorkspace(directory, manifest) {
  const tagOf = (kind) => {
    const tag = (manifest.nx?.tags ?? []).find((candidate) => candidate.startsWith(`${kind}:`));
    if (!tag) throw new Error(`${directory}/package.json needs a tag ${kind}:… under nx.tags`);
    return tag.slice(kind.length + 1);
  };
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  return {
    name: manifest.name,
    directory,
    type: tagOf('type'),
    scope: tagOf('scope'),
    exports: Object.keys(manifest.exports ?? {}),
    dependencies: Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies }),
  };
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
