import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats, startPostgres, type NatsOptions, type PostgresServer } from '@podium/embedded-servers';
import { connectToLog, connectToNats } from '@podium/jetstream';
import type { NatsConnection } from 'nats';

const databaseName = 'bench';

/** Servers and connections of one measurement, on a directory that goes with them. */
export class Scratch {
  readonly #directory = mkdtempSync(join(tmpdir(), 'podium-bench-'));
  readonly #undo: (() => Promise<unknown>)[] = [];
  readonly #remove = (): void =>
    rmSync(this.#directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

  private constructor() {
    // Where the process is told to end in the middle of a measurement.
    process.once('exit', this.#remove);
  }

  /** Whatever becomes of the work, nothing is left of what it started. */
  static async use<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
    const scratch = new Scratch();
    try {
      return await work(scratch);
    } finally {
      await scratch.#dispose();
    }
  }

  /** Done at the end, before what was begun earlier is undone. */
  defer(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  /** A NATS server of its own, as `npm start` has it, with Podium's streams. Gives its URL. */
  async nats(name: string, options: Pick<NatsOptions, 'syncInterval'> = {}): Promise<string> {
    const server = await startNats({ ...options, storeDir: join(this.#directory, name) });
    this.defer(() => server.stop());
    const nc = await connectToLog({ url: server.url, name: 'bench' });
    await nc.close();
    return server.url;
  }

  /** A connection to stay until the end. */
  async connect(url: string): Promise<NatsConnection> {
    const nc = await connectToNats({ url, name: 'bench' });
    this.defer(() => nc.close());
    return nc;
  }

  /** A PostgreSQL server of its own, as `npm start` has it, with an empty database. Gives the database's URL. */
  async postgres(): Promise<string> {
    const server: PostgresServer = await startPostgres({ dataDir: join(this.#directory, 'postgres') });
    this.defer(() => server.stop());
    await server.createDatabase(databaseName);
    return server.url(databaseName);
  }

  async #dispose(): Promise<void> {
    try {
      for (const step of this.#undo.splice(0).reverse()) await step();
    } finally {
      this.#remove();
      process.removeListener('exit', this.#remove);
    }
  }
}
