import type { PostgresAddress } from '@podium/embedded-servers';

/** Where the servers of this test worker are reached. */
export interface TestServers {
  /** With user and password. */
  readonly natsUrl: string;
  /** As superuser; tests take a database of their own from `testDatabase`. */
  readonly postgres: PostgresAddress;
}

/** Thrown when the servers for tests cannot be had; the message names the fix. */
export class TestServersError extends Error {
  override readonly name = 'TestServersError';
  readonly code = 'TEST_SERVERS_UNAVAILABLE';
}
