export { DirectoryInUseError, lockDirectory, type DirectoryLock, type LockRecord } from './directory-lock.ts';
export { EmbeddedServerError, systemErrorCode, type EmbeddedServerErrorCode } from './errors.ts';
export { startNats, type NatsOptions, type NatsServer } from './nats-server.ts';
export { findNatsServer, findPostgres, type PostgresBinaries } from './packaged-binaries.ts';
export { freePort } from './ports.ts';
export {
  postgresUrl,
  startPostgres,
  type PostgresAddress,
  type PostgresOptions,
  type PostgresServer,
} from './postgres-server.ts';
export { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts';
export { endProcess, spawnServer, type ProcessEnd, type ServerProcess, type SpawnOptions } from './server-process.ts';
export { untilReady } from './until-ready.ts';
