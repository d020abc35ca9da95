import { baseConfigSchema, ConfigError, loadConfig, type BaseConfig, type Environment } from '@podium/service-kit';
import { z } from 'zod';
import { cloneVariables } from './runtimes/local/workspace.ts';
import { dockerConfigShape } from './runtimes/docker/docker-config.ts';
import { kubernetesConfigShape } from './runtimes/kubernetes/kubernetes-config.ts';
import {
  chooseModelAccess,
  knownProviders,
  providerKeyNames,
  type ModelAccess,
} from './runtimes/opencode/model-providers.ts';

const isKnownProvider = (id: string): boolean => knownProviders.some((provider) => provider.id === id);

const providerUrls = z
  .string()
  .transform((text) => {
    const pairs = text.split(',').map((pair) => pair.trim());
    const filled = pairs.filter((pair) => pair !== '');
    return Object.fromEntries(filled.map((pair) => [pair.split('=', 1)[0] ?? '', pair.slice(pair.indexOf('=') + 1)]));
  })
  .pipe(z.record(z.string().refine(isKnownProvider, 'is no known provider'), z.url({ protocol: /^https?$/ })));

const podConfigSchema = baseConfigSchema.extend({
  PODIUM_RUNTIME: z
    .enum(['local', 'docker', 'kubernetes'], { error: 'must be "local", "docker" or "kubernetes"' })
    .default('local'),
  /** Folder that projects' workspaces and runtimes live in, with the runtime "local". */
  PODIUM_DATA: z.string().min(1).optional(),
  /** Base URL of the scripted model; takes the place of all providers. */
  PODIUM_DEMO_MODEL_URL: z.url().optional(),
  PODIUM_MODEL: z
    .string()
    .regex(/^[\w.-]+\/\S+$/, 'must be provider/model, for example anthropic/claude-sonnet-5')
    .optional(),
  /** Image of the second container of each pod, see `deploy/images`. */
  PODIUM_AGENT_IMAGE: z.string().min(1).optional(),
  /**
   * Base URLs of providers in the place of their own, such as a company's gateway, with the runtimes "docker" and
   * "kubernetes": `anthropic=https://llm.example.org/v1,openai=…`.
   */
  PODIUM_PROVIDER_URLS: providerUrls.optional(),
  PODIUM_OPENCODE_BIN: z.string().min(1).optional(),
  /** Name under which the other services reach the pods, where these run in a container. Absent: loopback alone. */
  PODIUM_POD_HOST: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i, 'must be the name or IPv4 address of a host')
    .optional(),
  /** 60 with the runtime "local", 300 with the others, where an image may have to be pulled first. */
  PODIUM_POD_START_TIMEOUT_SECONDS: z.coerce.number().positive().max(3_600).optional(),
  /** A pod that no session has needed for so long is put to rest until the next one; 0: never. */
  PODIUM_POD_IDLE_MINUTES: z.coerce.number().min(0).max(525_600).default(15),
  PODIUM_CLONE_TIMEOUT_SECONDS: z.coerce.number().positive().max(86_400).default(600),
  ...dockerConfigShape,
  ...kubernetesConfigShape,
});

type ParsedConfig = z.infer<typeof podConfigSchema>;

/** Keys that only one runtime needs, but that it can't do without. */
const requiredBy = {
  local: ['PODIUM_DATA'],
  docker: ['PODIUM_POD_IMAGE', 'PODIUM_AGENT_IMAGE'],
  kubernetes: ['PODIUM_POD_IMAGE', 'PODIUM_AGENT_IMAGE'],
} as const satisfies Record<ParsedConfig['PODIUM_RUNTIME'], readonly (keyof ParsedConfig)[]>;

/** What pod-svc reads from its environment. */
export interface PodConfig extends BaseConfig, ParsedConfig {
  readonly modelAccess: ModelAccess;
  /** PATH of this process. */
  readonly servicePath: string;
  /** The person's own variables that only `git clone` gets. */
  readonly cloneEnvironment: Readonly<Record<string, string | undefined>>;
}

/** @throws ConfigError that lists every bad key at once. */
export function loadPodConfig(env: Environment): PodConfig {
  const config = loadConfig(podConfigSchema, env);
  const missing = requiredBy[config.PODIUM_RUNTIME].filter((key) => config[key] === undefined);
  if (missing.length > 0) throw new ConfigError(missing.map((key) => `${key}: is missing`));
  const modelAccess = chooseModelAccess({
    demoModelUrl: config.PODIUM_DEMO_MODEL_URL,
    model: config.PODIUM_MODEL,
    keys: pick(env, providerKeyNames),
  });
  if (!modelAccess) {
    const names = providerKeyNames.join(', ');
    throw new ConfigError([`PODIUM_DEMO_MODEL_URL: is missing, and there is no key of a provider (${names})`]);
  }
  return { ...config, modelAccess, servicePath: env['PATH'] ?? '', cloneEnvironment: pick(env, cloneVariables) };
}

function pick(env: Environment, names: readonly string[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}
