import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Workspace } from '../workspace.ts';

/** A workspace with something secret beside it. */
export class Folders {
  readonly path = mkdtempSync(join(tmpdir(), 'podium workspace '));
  readonly root = join(this.path, 'workspace');
  readonly secret = join(this.path, 'secret');
  readonly workspace = new Workspace(this.root, process.env['PATH'] ?? '');

  constructor() {
    mkdirSync(this.root);
    writeFileSync(this.secret, 'sk-very-secret\n');
  }

  write(path: string, content: string): void {
    const place = join(this.root, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content);
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@podium.invalid', '-c', 'init.defaultBranch=main'];
    return execFileSync('git', [...identity, ...args], { cwd: this.root, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  /** A repository with one commit of one file. */
  repository(): string {
    this.git('init', '--quiet');
    this.write('a.txt', 'one\ntwo\n');
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'First');
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
