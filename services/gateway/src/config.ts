import { baseConfigSchema, loadConfig, type Environment } from '@podium/service-kit';
import { z } from 'zod';
import { checkSignIn, signInFields } from './identity/sign-in-config.ts';

const listSchema = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim().toLowerCase())
      .filter((item) => item !== ''),
  );

const gatewayConfigSchema = baseConfigSchema
  .extend({
    ...signInFields,
    /** Monitoring pages of the servers of NATS, for `/metrics`: `http://nats:8222`, several with commas. */
    NATS_MONITOR_URLS: listSchema,
    /** Where the web application listens: everything but the API is forwarded there. */
    WEB_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** If set, every request has to carry it, as a bearer token or as the cookie that `/?access_token=` sets. */
    PODIUM_ACCESS_TOKEN: z.string().min(16).optional(),
    /** Names under which people reach the gateway, beside loopback: `podium.example.org,10.0.0.7`. */
    PODIUM_ALLOWED_HOSTS: listSchema,
    /** Writes per second and person, above which they are answered with 429. */
    PODIUM_WRITES_PER_SECOND: z.coerce.number().int().min(1).default(300),
    /** Looks into the past, into output and at usage, per minute and person; an export of the log counts as 100. */
    PODIUM_COSTLY_READS_PER_MINUTE: z.coerce.number().int().min(1).default(3_000),
    /** Socket.IO messages per minute and person. A page sends about five whenever it connects. */
    PODIUM_MESSAGES_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
    /** Sockets and streams of one person that may be open at once. A page has one socket. */
    PODIUM_CONNECTIONS_PER_PERSON: z.coerce.number().int().min(1).default(500),
    /** How long the requests may take that are under way when the gateway is told to end. */
    PODIUM_CLOSE_SECONDS: z.coerce.number().int().min(1).max(300).default(5),
    /** What one file that people give to tasks and prompts may have, in MiB. Each on its way takes so much memory. */
    PODIUM_FILE_MIB: z.coerce.number().int().min(1).max(25).default(10),
    /** What the files of one project may have together, in MiB. */
    PODIUM_PROJECT_FILES_MIB: z.coerce.number().int().min(1).default(2_048),
    /** How many of the newest facts are kept in memory for clients that come back. */
    PODIUM_RECENT_FACTS: z.coerce.number().int().min(100).default(20_000),
    /** Name of the model that agents use, for the page; set by whoever starts Podium. */
    PODIUM_DEMO_MODEL_URL: z.string().optional(),
  })
  .superRefine(checkSignIn);

export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;

/** @throws ConfigError that lists every bad key. */
export function gatewayConfig(env: Environment): GatewayConfig {
  return loadConfig(gatewayConfigSchema, env);
}
