/** What a service's own classes may inject; `startService` provides all of them to every module. */

/** The service's pino `Logger`. */
export const LOGGER = Symbol('LOGGER');
/** The service's parsed configuration. */
export const CONFIG = Symbol('CONFIG');
/** The service's `NatsConnection`. */
export const NATS = Symbol('NATS');
/** The service's initialised TypeORM `DataSource`. */
export const DATA_SOURCE = Symbol('DATA_SOURCE');
/** The service's projections, in the order in which they were given. */
export const PROJECTIONS = Symbol('PROJECTIONS');
