/** What the scripts share: the list of types and the compiled contracts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const protoRoot = fileURLToPath(new URL('..', import.meta.url));
export const goldenDirectory = join(protoRoot, 'golden');

/** The contracts as they were when last recorded; what `buf breaking` compares with. */
export const imagePath = join(goldenDirectory, 'contracts.binpb');

/** Full names of all messages that travel in an envelope, from the generated interface `MessageTypes`. */
export function messageTypes() {
  const source = readFileSync(join(protoRoot, 'src/gen/messages.ts'), 'utf8');
  return [...source.matchAll(/^ {2}'(podium\.[^']+)':/gm)].map((match) => match[1]);
}

/** Runs buf in proto/; its output goes to the terminal. Throws where buf fails. */
export function buf(...args) {
  execFileSync(bufProgram, args, { cwd: protoRoot, stdio: 'inherit' });
}

/** The contracts as they are now, compiled, without comments. */
export function currentImage() {
  return execFileSync(bufProgram, ['build', '--exclude-source-info', '-o', '-'], { cwd: protoRoot });
}

const bufProgram = join(protoRoot, '../node_modules/.bin/buf');
