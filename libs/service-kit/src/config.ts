import { z } from 'zod';

/** The configuration does not fit. The message lists every bad key, so that one start shows all mistakes. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config_invalid';
  /** One sentence for each bad key, beginning with the key. */
  readonly issues: readonly string[];

  constructor(issues: readonly string[], options?: ErrorOptions) {
    super(['The configuration is not valid:', ...issues.map((issue) => `  ${issue}`)].join('\n'), options);
    this.issues = issues;
  }
}

/** What every service reads. Extend it: `baseConfigSchema.extend({ WEB_URL: z.url() })`. */
export const baseConfigSchema = z.object({
  NATS_URL: z.string().min(1),
  /** How many servers of a NATS cluster keep each stream. Absent: one for new streams, existing ones stay. */
  NATS_REPLICAS: z.coerce.number().int().min(1).max(5).optional(),
  /** Connection string with the service's own role; the schema is the service's. */
  DATABASE_URL: z.string().min(1),
  HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free port. */
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Where `/metrics` is also answered, by a server of its own and without a guard; none where it is absent. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['json', 'pretty']).default('json'),
  /** Appends to this file instead of writing to standard output. */
  LOG_FILE: z.string().min(1).optional(),
  /** Secret that passwords of pods are derived from. */
  PODIUM_SECRET: z.string().min(16),
});

export type BaseConfig = z.infer<typeof baseConfigSchema>;

/** Environment variables, `process.env` or a part of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses a service's configuration. Keys that the schema does not name are ignored; an empty value counts as absent,
 * because that is how compose files and shells spell "not set".
 *
 * @throws ConfigError that lists every bad key at once.
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(present);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => describe(issue, present));
  throw new ConfigError(issues, { cause: result.error });
}

function describe(issue: z.core.$ZodIssue, env: Environment): string {
  const key = issue.path.join('.');
  return key !== '' && env[key] === undefined ? `${key}: is missing` : `${key}: ${issue.message}`;
}
