import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import { FileChanges } from './file-changes.ts';

/** A client that does not read what it is told: its connection stays open after the end. */
class SlowFollower extends EventEmitter {
  writableEnded = false;
  readonly told: string[] = [];
  readonly toldTooLate: string[] = [];

  writeHead(): this {
    return this;
  }

  write(text: string): boolean {
    (this.writableEnded ? this.toldTooLate : this.told).push(text);
    return false;
  }

  end(): void {
    this.writableEnded = true;
  }
}

it('tells nothing more to one who was told the end', async () => {
  const root = mkdtempSync(join(tmpdir(), 'podium-changes-'));
  const changes = new FileChanges(root);
  const [earlier, later] = [new SlowFollower(), new SlowFollower()];
  try {
    changes.follow(earlier as unknown as ServerResponse);
    await eventually(() => earlier.told.length > 0);
    await changes.close();
    changes.follow(later as unknown as ServerResponse);
    await eventually(() => later.told.length > 0);
    expect(earlier.toldTooLate).toEqual([]);
  } finally {
    await changes.close();
    for (const follower of [earlier, later]) follower.emit('close');
    rmSync(root, { recursive: true });
  }
});
