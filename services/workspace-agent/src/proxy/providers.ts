/** How a provider of models is reached. */
export interface Provider {
  /** Base URL that its library appends paths to. */
  readonly url: string;
  /** Header that has its key. */
  readonly keyHeader: 'authorization' | 'x-api-key' | 'x-goog-api-key';
  /** Paths below the base URL that run models; nothing else that a key may be used for (files, billing, keys). */
  readonly paths: RegExp;
}

const chat = /^\/chat\/completions$/;
const chatOrResponses = /^\/(chat\/completions|responses)$/;

/** By the ids that OpenCode has for them. URLs are the defaults of the libraries that OpenCode 1.18.33 uses. */
const providers: Readonly<Record<string, Provider>> = {
  anthropic: {
    url: 'https://api.anthropic.com/v1',
    keyHeader: 'x-api-key',
    paths: /^\/messages(\/count_tokens)?$/,
  },
  openai: { url: 'https://api.openai.com/v1', keyHeader: 'authorization', paths: chatOrResponses },
  openrouter: { url: 'https://openrouter.ai/api/v1', keyHeader: 'authorization', paths: chatOrResponses },
  google: {
    url: 'https://generativelanguage.googleapis.com/v1beta',
    keyHeader: 'x-goog-api-key',
    paths: /^\/models\/[\w.-]+:(generateContent|streamGenerateContent|countTokens)$/,
  },
  groq: { url: 'https://api.groq.com/openai/v1', keyHeader: 'authorization', paths: chat },
  deepseek: { url: 'https://api.deepseek.com', keyHeader: 'authorization', paths: chat },
  xai: { url: 'https://api.x.ai/v1', keyHeader: 'authorization', paths: chatOrResponses },
  mistral: { url: 'https://api.mistral.ai/v1', keyHeader: 'authorization', paths: chat },
};

export function providerOf(id: string): Provider | undefined {
  return Object.hasOwn(providers, id) ? providers[id] : undefined;
}

export function isProviderId(id: string): boolean {
  return providerOf(id) !== undefined;
}
