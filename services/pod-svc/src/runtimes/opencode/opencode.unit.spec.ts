import { describe, expect, it } from '@jest/globals';
import { chooseModelAccess, splitModel, type ModelAccess } from './model-providers.ts';
import { opencodeConfig } from './opencode-config.ts';
import { opencodeEnvironment } from './opencode-environment.ts';

const demo: ModelAccess = { kind: 'demo', baseUrl: 'http://127.0.0.1:1/v1' };

describe('choice of models', () => {
  it('takes the scripted model before any key', () => {
    expect(chooseModelAccess({ demoModelUrl: 'http://m', keys: { OPENAI_API_KEY: 'k' } })).toEqual({
      kind: 'demo',
      baseUrl: 'http://m',
    });
  });

  it('offers every provider that has a key, and prefers the first known one', () => {
    expect(chooseModelAccess({ keys: { GEMINI_API_KEY: 'g', OPENAI_API_KEY: 'o' } })).toEqual({
      kind: 'providers',
      providerIds: ['openai', 'google'],
      defaultModel: 'openai/gpt-5.6',
      keys: { GOOGLE_GENERATIVE_AI_API_KEY: 'g', OPENAI_API_KEY: 'o' },
    });
  });

  it('obeys a chosen model', () => {
    expect(chooseModelAccess({ model: 'groq/openai/gpt-oss-20b', keys: { GROQ_API_KEY: 'g' } })).toMatchObject({
      defaultModel: 'groq/openai/gpt-oss-20b',
    });
    expect(splitModel('groq/openai/gpt-oss-20b')).toEqual({ providerId: 'groq', modelId: 'openai/gpt-oss-20b' });
  });

  it('has nothing to offer without a key', () => {
    expect(chooseModelAccess({ keys: { OPENAI_API_KEY: '' } })).toBeUndefined();
  });
});

describe("OpenCode's configuration", () => {
  it('names the scripted model as the board does, and no other provider', () => {
    expect(opencodeConfig(demo, '/w')).toMatchObject({
      enabled_providers: ['podium-demo'],
      model: 'podium-demo/scripted',
      share: 'disabled',
      instructions: ['/w/AGENTS.md'],
      provider: {
        'podium-demo': {
          npm: '@ai-sdk/openai-compatible',
          options: { baseURL: 'http://127.0.0.1:1/v1' },
          models: { scripted: { name: 'Demo model (scripted)' } },
        },
      },
    });
  });

  it('asks before an agent leaves the workspace, and never has keys in it', () => {
    const access: ModelAccess = {
      kind: 'providers',
      providerIds: ['openai'],
      defaultModel: 'openai/gpt-5.6',
      keys: { OPENAI_API_KEY: 'very secret' },
    };
    const config = opencodeConfig(access, '/w');
    expect(config).toMatchObject({
      enabled_providers: ['openai'],
      permission: { edit: 'allow', bash: 'allow', webfetch: 'allow', question: 'allow', external_directory: 'ask' },
    });
    expect(JSON.stringify(config)).not.toContain('very secret');
  });
});

describe("a server's environment", () => {
  const environment = opencodeEnvironment({
    podPath: '/data/projects/p1',
    workspacePath: '/data/projects/p1/workspace',
    password: 'pw',
    modelAccess: demo,
    ripgrepPath: '/rg',
    servicePath: '/usr/bin:/x/node_modules/.bin::/bin:/usr/bin',
  });

  it('keeps everything below the folder of the pod', () => {
    const { HOME, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, TMPDIR } = environment;
    for (const path of [HOME, XDG_DATA_HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, TMPDIR]) {
      expect(path).toMatch(/^\/data\/projects\/p1\//);
    }
  });

  it('finds our ripgrep first, then the tools of the machine, and none of npm’s', () => {
    expect(environment['PATH']?.split(':').slice(0, 3)).toEqual(['/rg', '/usr/bin', '/bin']);
  });

  it('turns off what a repository could run code with', () => {
    expect(environment['OPENCODE_DISABLE_PROJECT_CONFIG']).toBe('1');
  });
});
