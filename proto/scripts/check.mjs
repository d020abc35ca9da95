/** All checks of the contracts, in the order in which their failures help most: `npm run check -w proto`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buf, currentImage, imagePath, protoRoot } from './message-types.mjs';

/** The commit of the main branch, where that is known here and not what is checked out. */
function landedCommit() {
  const head = commitOf('HEAD');
  return ['origin/main', 'main'].map(commitOf).find((commit) => commit !== undefined && commit !== head);
}

function commitOf(ref) {
  const result = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], {
    cwd: protoRoot,
    encoding: 'utf8',
  });
  return result.status === 0 ? result.stdout.trim() : undefined;
}

function checkBreaking() {
  if (!existsSync(imagePath)) throw new Error('golden/contracts.binpb is not there. Run: npm run record -w proto');
  buf('breaking', '--against', imagePath);
  const landed = landedCommit();
  if (landed) checkAgainstCommit(landed);
}

/** From an archive, since buf cannot read a linked work tree. */
function checkAgainstCommit(commit) {
  const directory = mkdtempSync(join(tmpdir(), 'podium-contracts-'));
  const archive = join(directory, 'landed.tar');
  try {
    execFileSync('git', ['archive', '--format=tar', '-o', archive, commit, '--', '.'], { cwd: protoRoot });
    buf('breaking', '--against', archive);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function checkImage() {
  if (currentImage().equals(readFileSync(imagePath))) return;
  throw new Error('The contracts changed since they were recorded. Run: npm run record -w proto');
}

function checkGenerated() {
  execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { cwd: protoRoot, stdio: 'inherit' });
}

const checks = { lint: () => buf('lint'), breaking: checkBreaking, generated: checkGenerated, recorded: checkImage };
const chosen = process.argv.slice(2);
for (const [name, check] of Object.entries(checks)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  try {
    check();
    console.log(`Contracts: ${name} passed`);
  } catch (error) {
    console.error(`Contracts: ${name} failed. ${error.message}`);
    process.exitCode = 1;
  }
}
