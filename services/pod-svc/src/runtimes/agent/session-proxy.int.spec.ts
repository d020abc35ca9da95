import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { loadConfig, startAgent, type RunningAgent } from '@podium/workspace-agent';
import { localRuntime, podSpec, removeFolder, temporaryFolder, tokens, untroubled } from '../../test/local-pods.ts';
import { prompt, recordingProvider, type RecordingProvider } from '../../test/recording-provider.ts';
import type { LocalRuntime } from '../local/local-runtime.ts';
import { chooseModelAccess, knownProviders, splitModel } from '../opencode/model-providers.ts';
import { agentSecrets, agentVariables } from './agent-container.ts';
import { throughProxy } from './proxied-models.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

/** What each provider is asked by OpenCode's libraries, below the base URL. */
const asked: Readonly<Record<string, RegExp>> = {
  anthropic: /^\/messages$/,
  openai: /^\/responses$/,
  openrouter: /^\/chat\/completions$/,
  google: /^\/models\/[\w.-]+:streamGenerateContent\?alt=sse$/,
  groq: /^\/chat\/completions$/,
  deepseek: /^\/chat\/completions$/,
  xai: /^\/(chat\/completions|responses)$/,
  mistral: /^\/chat\/completions$/,
};

describe('OpenCode with a session proxy', () => {
  let dataPath: string;
  let provider: RecordingProvider;
  let agent: RunningAgent;
  let runtime: LocalRuntime;

  const keys = Object.fromEntries(knownProviders.map(({ id, keys: [name = ''] }) => [name, `key-of-${id}`]));
  const access = chooseModelAccess({ keys });

  beforeEach(async () => {
    if (!access) throw new Error('There are keys, so there must be access');
    dataPath = temporaryFolder();
    provider = await recordingProvider();
    const urls = knownProviders.map(({ id }) => [id, `http://127.0.0.1:${provider.port}/${id}`] as const);
    const env = {
      ...agentVariables(dataPath, Object.fromEntries(urls)),
      ...agentSecrets({ agentTokens: tokens('p1'), modelAccess: access }),
    };
    agent = await startAgent(loadConfig({ ...env, FILES_PORT: '0', PROXY_PORT: '0' }), () => undefined);
    const modelAccess = throughProxy(access, tokens('p1').proxy, `http://127.0.0.1:${agent.proxyPort}`);
    runtime = localRuntime(dataPath, { modelAccess });
    await runtime.open();
  });

  afterEach(async () => {
    await runtime.delete('p1');
    await runtime.close();
    await agent.close();
    await provider.close();
    removeFolder(dataPath);
  });

  it('reaches every provider with the provider’s key, having none itself', async () => {
    const pod = await runtime.provision(podSpec(), untroubled);
    for (const { id, defaultModel } of knownProviders) {
      const { modelId } = splitModel(`${id}/${defaultModel}`);
      await prompt(pod, 'p1', { providerID: id, modelID: modelId });
      const requests = provider.requests.filter(({ url }) => url.startsWith(`/${id}/`));
      expect([id, requests.length > 0]).toEqual([id, true]);
      for (const { url, key } of requests) {
        expect(url.slice(id.length + 1)).toMatch(asked[id] ?? /^$/);
        expect(key.replace('Bearer ', '')).toBe(`key-of-${id}`);
      }
    }
  });
});
