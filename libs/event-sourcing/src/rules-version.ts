import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { upcastersVersion } from '@podium/proto';

/**
 * Names the rules in a folder (of a service's `domain/`): another name whenever a file of it, or how old facts are read,
 * is another one. So nobody has to remember that a state has changed its shape; the price is that snapshots of before an
 * update are of no use after it.
 */
export function rulesVersion(folder: URL): string {
  const directory = fileURLToPath(folder);
  const hash = createHash('sha256').update(upcastersVersion());
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => /(?<!\.spec|\.d)\.[jt]s$/.test(name)).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(`${directory}/${file}`));
  }
  return hash.digest('base64url').slice(0, 16);
}
