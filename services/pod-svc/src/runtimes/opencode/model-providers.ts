/** A provider of models as OpenCode knows it. */
interface KnownProvider {
  readonly id: string;
  /** Variables that may hold its key, the first one that is set wins. */
  readonly keys: readonly string[];
  /** The one of them that OpenCode's library reads, where OpenCode itself hands over no key: it knows more than one. */
  readonly libraryKey?: string;
  /** Model for sessions that name none: OpenCode's own choice can be one that only makes pictures or speech. */
  readonly defaultModel: string;
}

/** Providers whose keys are looked for, in the order of preference. The models are in the catalog of opencode-ai 1.18.33. */
export const knownProviders: readonly KnownProvider[] = [
  { id: 'anthropic', keys: ['ANTHROPIC_API_KEY'], defaultModel: 'claude-sonnet-5' },
  { id: 'openai', keys: ['OPENAI_API_KEY'], defaultModel: 'gpt-5.6' },
  { id: 'openrouter', keys: ['OPENROUTER_API_KEY'], defaultModel: 'anthropic/claude-sonnet-5' },
  {
    id: 'google',
    keys: ['GEMINI_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GOOGLE_API_KEY'],
    libraryKey: 'GOOGLE_GENERATIVE_AI_API_KEY',
    defaultModel: 'gemini-flash-latest',
  },
  { id: 'groq', keys: ['GROQ_API_KEY'], defaultModel: 'openai/gpt-oss-120b' },
  { id: 'deepseek', keys: ['DEEPSEEK_API_KEY'], defaultModel: 'deepseek-v4-pro' },
  { id: 'xai', keys: ['XAI_API_KEY'], defaultModel: 'grok-4.7' },
  { id: 'mistral', keys: ['MISTRAL_API_KEY'], defaultModel: 'mistral-medium-latest' },
];

/** Names of all variables that may hold a provider's key. */
export const providerKeyNames: readonly string[] = knownProviders.flatMap((provider) => provider.keys);

/** Which models a pod offers, and the keys that it needs for them. */
export type ModelAccess =
  | {
      readonly kind: 'providers';
      readonly providerIds: readonly string[];
      /** `provider/model`. */
      readonly defaultModel: string;
      /** Variables to hand to the server. Never logged. */
      readonly keys: Readonly<Record<string, string>>;
      /** Base URLs in the place of the providers' own, by their ids. */
      readonly baseUrls?: Readonly<Record<string, string>>;
    }
  /** The scripted model, at its base URL. */
  | { readonly kind: 'demo'; readonly baseUrl: string };

export interface ModelSettings {
  /** Base URL of the scripted model; takes the place of every provider. */
  readonly demoModelUrl?: string | undefined;
  /** `provider/model` for sessions that name none. */
  readonly model?: string | undefined;
  /** Values of the variables in `providerKeyNames`, where set. */
  readonly keys: Readonly<Record<string, string | undefined>>;
}

/** Chooses what a pod may use; undefined where there is neither a key nor the scripted model. */
export function chooseModelAccess(settings: ModelSettings): ModelAccess | undefined {
  if (settings.demoModelUrl) return { kind: 'demo', baseUrl: settings.demoModelUrl };
  const keys: Record<string, string> = {};
  const available = knownProviders.filter((provider) => {
    const name = provider.keys.find((key) => settings.keys[key]);
    const value = name === undefined ? undefined : settings.keys[name];
    if (name === undefined || value === undefined) return false;
    keys[provider.libraryKey ?? name] = value;
    return true;
  });
  const [first] = available;
  if (!first) return undefined;
  return {
    kind: 'providers',
    providerIds: available.map((provider) => provider.id),
    defaultModel: settings.model ?? `${first.id}/${first.defaultModel}`,
    keys,
  };
}

/** `provider/model`, where the model's own name may hold slashes. */
export function splitModel(model: string): { providerId: string; modelId: string } {
  const slash = model.indexOf('/');
  return { providerId: model.slice(0, slash), modelId: model.slice(slash + 1) };
}
