import { open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Snapshot } from './metrics.ts';

/**
 * The numbers and the position that they stand for, in one file that is replaced as a whole: whenever the program or the
 * machine dies, what is found is either the one before or the one after. That makes reading exactly once.
 */
export class CheckpointFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was saved last; undefined before the first time. */
  async load(): Promise<Snapshot | undefined> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as Snapshot;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async save(snapshot: Snapshot): Promise<void> {
    const draft = `${this.#path}.draft`;
    await written(draft, JSON.stringify(snapshot));
    await rename(draft, this.#path);
    await synced(dirname(this.#path));
  }
}

async function written(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename is on the disk when its folder is. */
async function synced(directory: string): Promise<void> {
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
