import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ignoredFolders = new Set(['node_modules', 'dist', '.next', 'test', 'coverage']);

/**
 * A hash over the names and the contents of files; tests do not count, as nothing is built from them.
 *
 * @param {string} root names are relative to it, so that a moved repository is not built anew
 * @param {readonly string[]} paths files and folders; those that are not there count as empty
 */
export function hashSources(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((entry) => filesBelow(join(root, entry)))) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !ignoredFolders.has(name) && !/\.spec\.tsx?$|\.tsbuildinfo$|^next-env\.d\.ts$/.test(name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]));
}
