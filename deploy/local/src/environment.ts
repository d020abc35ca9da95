import type { DataDirectory } from './data-directory.ts';
import type { Environment } from './options.ts';

/** What belongs to npm, and what can't be the same for several services or for the one NATS server of this stack. */
const notForServices = /^(npm_|NODE_OPTIONS$|INIT_CWD$|PORT$|METRICS_PORT$|NATS_REPLICAS$)/;

/** What all services are told, beside what the person's own environment says. */
export function serviceEnvironment(
  env: Environment,
  data: DataDirectory,
  servers: { readonly natsUrl: string; readonly modelUrl: string | undefined },
): Environment {
  const inherited = Object.entries(env).filter(([name]) => !notForServices.test(name));
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    NATS_URL: servers.natsUrl,
    PODIUM_SECRET: data.secret,
    PODIUM_DATA: data.path,
    PODIUM_RUNTIME: 'local',
    ...(servers.modelUrl !== undefined && { PODIUM_DEMO_MODEL_URL: servers.modelUrl }),
    HTTP_HOST: '127.0.0.1',
    LOG_LEVEL: env['LOG_LEVEL'] ?? 'info',
    LOG_FORMAT: 'json',
    LOG_FILE: data.logFile,
  };
}
