import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isProviderId } from './proxy/providers.ts';

const port = z.coerce.number().int().min(0).max(65_535);

/** A JSON object with a text for each provider. */
const byProvider = z
  .string()
  .default('{}')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      // The text holds keys: it is not repeated.
      context.addIssue({ code: 'custom', message: 'must be a JSON object' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().refine(isProviderId, 'is no known provider'), z.string().min(1)));

const schema = z.object({
  /** Folder with the project's files. */
  WORKSPACE_PATH: z.string().startsWith('/').default('/workspace'),
  FILES_HOST: z.string().min(1).default('0.0.0.0'),
  FILES_PORT: port.default(3001),
  /** Whoever reaches the proxy may try tokens: nobody outside of the pod should. */
  PROXY_HOST: z.string().min(1).default('127.0.0.1'),
  PROXY_PORT: port.default(3002),
  /** Who shows it may see and change the files. */
  AGENT_TOKEN: z.string().min(16),
  /** What OpenCode has in the place of keys. */
  PROXY_TOKEN: z.string().min(16),
  /** `{"anthropic": "sk-…"}`. */
  PROVIDER_KEYS: byProvider,
  /** Base URLs in the place of the providers' own: `{"anthropic": "https://gateway.example.org/v1"}`. */
  PROVIDER_URLS: byProvider.pipe(z.record(z.string(), z.url({ protocol: /^https?$/ }))),
  PATH: z.string().default('/usr/local/bin:/usr/bin:/bin'),
});

/** What the agent reads from its environment, and from files for its secrets. */
export type AgentConfig = z.infer<typeof schema>;

const secrets = ['AGENT_TOKEN', 'PROXY_TOKEN', 'PROVIDER_KEYS'] as const;

/**
 * Secrets come from files of their names in the folder `SECRETS_PATH` where that is set, else from the environment.
 * @throws Error that lists what is wrong, without the values.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): AgentConfig {
  const folder = env['SECRETS_PATH'];
  const fromFiles = folder ? secrets.map((name) => [name, readFileSync(join(folder, name), 'utf8').trim()]) : [];
  const given = Object.entries({ ...env, ...Object.fromEntries(fromFiles) }).filter(([, value]) => value !== '');
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The configuration is wrong: ${problems.join('; ')}`);
}
