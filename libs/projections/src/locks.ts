import type { DataSource, QueryRunner } from 'typeorm';
import type { PoolClient } from 'pg';
import { Exclusive } from './exclusive.ts';

/** A lock that this process holds. */
export interface HeldLock {
  /** Aborted when the lock is lost because its connection broke. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

interface Session {
  readonly runner: QueryRunner;
  readonly lost: AbortSignal;
  /** Gives the connection back to the pool, from where it may serve something else. */
  close(): Promise<void>;
}

const locksOfDataSource = new WeakMap<DataSource, SessionLocks>();

/**
 * Advisory locks of one data source, all on one connection: they last until they are released or the connection ends,
 * as it does when the process dies. PostgreSQL lets one session take a lock twice, so what is held is kept here too.
 */
export class SessionLocks {
  readonly #dataSource: DataSource;
  readonly #held = new Set<string>();
  /** A connection takes one statement at a time. */
  readonly #statements = new Exclusive();
  #session: Promise<Session> | undefined;

  private constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  static of(dataSource: DataSource): SessionLocks {
    const locks = locksOfDataSource.get(dataSource) ?? new SessionLocks(dataSource);
    locksOfDataSource.set(dataSource, locks);
    return locks;
  }

  /** The lock, or undefined while somebody else holds it. */
  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    if (this.#held.has(name)) return undefined;
    this.#held.add(name);
    try {
      this.#session ??= this.#open();
      const session = await this.#session;
      if (await this.#ask(session, 'pg_try_advisory_lock', name)) {
        const { lost } = session;
        return { lost, release: () => this.#release(name, lost) };
      }
    } catch (error) {
      this.#held.delete(name);
      throw error;
    }
    this.#held.delete(name);
    await this.#closeIfUnused();
    return undefined;
  }

  async #open(): Promise<Session> {
    const runner = this.#dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const lost = new AbortController();
      // A broken connection tells its error and then its end; by then there may be a new one with locks of its own.
      const drop = (): void => {
        if (lost.signal.aborted) return;
        this.#session = undefined;
        this.#held.clear();
        lost.abort();
      };
      client.once('end', drop).once('error', drop);
      const close = async (): Promise<void> => {
        client.off('end', drop).off('error', drop);
        await runner.release();
      };
      return { runner, lost: lost.signal, close };
    } catch (error) {
      this.#session = undefined;
      await runner.release();
      throw error;
    }
  }

  async #release(name: string, lost: AbortSignal): Promise<void> {
    if (lost.aborted || !this.#session) return;
    await this.#ask(await this.#session, 'pg_advisory_unlock', name);
    this.#held.delete(name);
    await this.#closeIfUnused();
  }

  async #ask(session: Session, task: 'pg_try_advisory_lock' | 'pg_advisory_unlock', name: string): Promise<boolean> {
    const rows = await this.#statements.run(async () =>
      session.runner.query(`SELECT ${task}(hashtextextended($1, 0)) AS done`, [name]),
    );
    return (rows as { done: boolean }[])[0]?.done === true;
  }

  async #closeIfUnused(): Promise<void> {
    if (this.#held.size > 0 || !this.#session) return;
    const session = this.#session;
    this.#session = undefined;
    await (await session).close();
  }
}
