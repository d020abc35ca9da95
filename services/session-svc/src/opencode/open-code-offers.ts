import type { ReadOpenCode } from './open-code-workspace.ts';
import type { ModelRef } from './open-code-types.ts';

export interface OfferedModel extends ModelRef {
  readonly label: string;
  /** It answers where nobody chooses. */
  readonly isDefault: boolean;
  readonly readsImages: boolean;
}

export interface OfferedThing {
  readonly name: string;
  readonly description: string;
}

interface ProvidersAnswer {
  readonly providers: readonly {
    readonly id: string;
    readonly models: Readonly<
      Record<
        string,
        { readonly name: string; readonly capabilities?: { readonly input?: { readonly image?: boolean } } }
      >
    >;
  }[];
  readonly default: Readonly<Record<string, string>>;
}

interface AgentAnswer {
  readonly name: string;
  readonly description?: string;
  readonly mode: 'primary' | 'subagent' | 'all';
  readonly hidden?: boolean;
}

interface CommandAnswer {
  readonly name: string;
  readonly description?: string;
  readonly source?: string;
}

/** What prompts can choose from: models, agents, slash commands. Every method may throw `OpenCodeError`. */
export class OpenCodeOffers {
  private readonly get: ReadOpenCode;

  constructor(get: ReadOpenCode) {
    this.get = get;
  }

  /** All models of the configured providers. The default is that of the first provider that has a model. */
  async models(): Promise<OfferedModel[]> {
    const { providers, default: defaults } = await this.get<ProvidersAnswer>('/config/providers');
    const first = providers.find(({ models }) => Object.keys(models).length > 0);
    const preferred = first && (defaults[first.id] ?? Object.keys(first.models)[0]);
    return providers.flatMap(({ id: providerID, models }) =>
      Object.entries(models).map(([modelID, { name, capabilities }]) => ({
        providerID,
        modelID,
        label: name,
        isDefault: providerID === first?.id && modelID === preferred,
        readsImages: capabilities?.input?.image === true,
      })),
    );
  }

  /** Those that can be prompted: no subagents, and none of OpenCode's own helpers. */
  async agents(): Promise<OfferedThing[]> {
    const agents = await this.get<readonly AgentAnswer[]>('/agent');
    return agents.filter(({ mode, hidden }) => mode !== 'subagent' && hidden !== true).map(named);
  }

  /** Slash commands; skills, which models use by themselves, are none. */
  async commands(): Promise<OfferedThing[]> {
    const commands = await this.get<readonly CommandAnswer[]>('/command');
    return commands.filter(({ source }) => source !== 'skill').map(named);
  }
}

function named({ name, description = '' }: { readonly name: string; readonly description?: string }): OfferedThing {
  return { name, description };
}
