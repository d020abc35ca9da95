import type { ProjectionRunner } from '@podium/projections';

/** The runner that writes the read model. */
export const READ_MODEL_RUNNER = Symbol('READ_MODEL_RUNNER');
export type ReadModelRunner = Pick<ProjectionRunner, 'waitFor' | 'onApplied'>;

/** The port `EventLog`. */
export const EVENT_LOG = Symbol('EVENT_LOG');
/** The port `FactSource`. */
export const FACT_SOURCE = Symbol('FACT_SOURCE');
/** The OpenAPI document, as a plain object. */
export const OPENAPI_DOCUMENT = Symbol('OPENAPI_DOCUMENT');
