import { join } from 'node:path';
import type { ModelAccess } from './model-providers.ts';

/** The scripted model as OpenCode and the board name it. */
export const demoModel = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo model (scripted)' } as const;

/**
 * What the scripted model is said to cost, in US dollars for a million tokens. Nobody pays it: it is there so that usage
 * and budgets can be tried. It is made up, about that of a small model.
 */
export const demoPrice = { input: 0.5, output: 2 } as const;

/** `provider/model` that a pod uses where a session names none. */
export function defaultModelOf(access: ModelAccess): string {
  return access.kind === 'demo' ? `${demoModel.providerId}/${demoModel.modelId}` : access.defaultModel;
}

/**
 * What the agents may do without asking. Inside the workspace they work freely; leaving it, and repeating one step over
 * and over, is a person's decision. Reading `.env` files asks by OpenCode's own default.
 */
const permission = {
  edit: 'allow',
  bash: 'allow',
  webfetch: 'allow',
  question: 'allow',
  external_directory: 'ask',
  doom_loop: 'ask',
} as const;

/** Content of OpenCode's configuration for one pod. Keys are not in it: the server reads them from its environment. */
export function opencodeConfig(access: ModelAccess, workspacePath: string): Record<string, unknown> {
  const model = defaultModelOf(access);
  return {
    share: 'disabled',
    autoupdate: false,
    snapshot: true,
    model,
    permission,
    // The project's own configuration is off because it can run code in the server; its AGENTS.md is only text. (The
    // switch is not enough for plugins: see how workspaces are cloned.)
    instructions: [join(workspacePath, 'AGENTS.md')],
    ...(access.kind === 'demo'
      ? { enabled_providers: [demoModel.providerId], small_model: model, provider: demoProvider(access.baseUrl) }
      : {
          enabled_providers: access.providerIds,
          ...(access.baseUrls ? { provider: atBaseUrls(access.baseUrls) } : {}),
        }),
  };
}

function atBaseUrls(baseUrls: Readonly<Record<string, string>>): Record<string, unknown> {
  const entries = Object.entries(baseUrls);
  return Object.fromEntries(entries.map(([id, baseURL]) => [id, { options: { baseURL } }]));
}

function demoProvider(baseUrl: string): Record<string, unknown> {
  return {
    [demoModel.providerId]: {
      name: 'Podium demo',
      npm: '@ai-sdk/openai-compatible',
      options: { baseURL: baseUrl, apiKey: 'none' },
      models: {
        [demoModel.modelId]: {
          name: demoModel.label,
          tool_call: true,
          attachment: true,
          modalities: { input: ['text', 'image'], output: ['text'] },
          limit: { context: 128_000, output: 8_192 },
          cost: demoPrice,
        },
      },
    },
  };
}
