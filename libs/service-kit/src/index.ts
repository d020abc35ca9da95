export { AnswerTooLargeError, boundedBody } from './bounded-answer.ts';
export { baseConfigSchema, ConfigError, loadConfig, type BaseConfig, type Environment } from './config.ts';
export { createDataSource, safeInteger, UnsafeIntegerError, type DataSourceSettings } from './data-source.ts';
export { isDatabaseAway } from './database-away.ts';
export { type HealthSettings } from './health/health-checks.ts';
export { HealthModule } from './health/health.module.ts';
export type { ManagedProjection, ProjectionStatus } from './health/managed-projection.ts';
export { Readiness } from './health/readiness.ts';
export { createLogger, type Logger, type LoggerSettings } from './logger.ts';
export type { GaugeReader, GaugeValue } from './metrics/gauge-reader.ts';
export { NestLogger } from './nest-logger.ts';
export { agentTokens, podPassword, type AgentTokens } from './pod-password.ts';
export {
  problemOf,
  ProblemError,
  standardProblems,
  toProblemDetails,
  type FieldError,
  type ProblemCatalogue,
  type ProblemDetails,
  type ProblemKind,
} from './problems/problem-error.ts';
export { ProblemFilter } from './problems/problem-filter.ts';
export { problemFromError } from './problems/problem-from-error.ts';
export { validationPipe } from './problems/validation.ts';
export { runMain } from './run-main.ts';
export { startService, type RunningService, type ServiceDependencies, type ServiceOptions } from './service.ts';
export { CONFIG, DATA_SOURCE, LOGGER, NATS, PROJECTIONS } from './tokens.ts';
