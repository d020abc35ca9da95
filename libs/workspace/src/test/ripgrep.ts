import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** Folder of ripgrep: the one of this machine, or the one that the agent's package brings. @throws where there is none */
export function findRipgrepFolder(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const packaged = `@vscode/ripgrep-${process.platform}-${process.arch}/package.json`;
  const found = [...folders, join(dirname(createRequire(import.meta.url).resolve(packaged)), 'bin')].find((folder) =>
    existsSync(join(folder, 'rg')),
  );
  if (found === undefined) throw new Error('There is no ripgrep on this machine');
  return found;
}
