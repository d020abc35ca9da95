/** What the program is told by its environment. */
export interface Config {
  readonly natsUrl: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly durable: string;
  readonly checkpointPath: string;
  readonly projectId: string | undefined;
  /** Ends when it has read all that there is, instead of following the log. */
  readonly once: boolean;
}

/** `nats://user:password@host:port`, the form that Podium itself uses. */
export function loadConfig(env: NodeJS.ProcessEnv, args: readonly string[]): Config {
  const url = new URL(env['NATS_URL'] ?? 'nats://127.0.0.1:4222');
  return {
    natsUrl: url.host,
    user: url.username ? decodeURIComponent(url.username) : undefined,
    password: url.password ? decodeURIComponent(url.password) : undefined,
    durable: env['ANALYTICS_CONSUMER'] ?? 'analytics',
    checkpointPath: env['ANALYTICS_FILE'] ?? 'analytics.json',
    projectId: env['ANALYTICS_PROJECT'],
    once: args.includes('--once'),
  };
}
