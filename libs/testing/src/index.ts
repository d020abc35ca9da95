export { eventually, NotInTimeError, type EventuallyOptions } from './eventually.ts';
export { freePort } from './free-port.ts';
export { HttpServers } from './http-servers.ts';
export { freshNats, type FreshNats } from './fresh-nats.ts';
export { freshNatsCluster, type FreshNatsCluster } from './fresh-nats-cluster.ts';
export { assertContainerEngine, serverImages } from './container-servers.ts';
export { TestServersError, type TestServers } from './server-set.ts';
export { testDatabase, type DatabaseTemplate, type TestDatabase } from './test-database.ts';
export { testServers } from './test-servers.ts';
