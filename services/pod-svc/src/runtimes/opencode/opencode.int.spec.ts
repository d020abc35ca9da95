import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localRuntime, password, podSpec, removeFolder, temporaryFolder, untroubled } from '../../test/local-pods.ts';
import { recordingModel, type RecordingModel } from '../../test/recording-model.ts';
import { opencodeModels } from './opencode-client.ts';
import { chooseModelAccess, knownProviders, providerKeyNames, type ModelAccess } from './model-providers.ts';

describe('the OpenCode server of a pod', () => {
  let dataPath: string;
  let runtime: ReturnType<typeof localRuntime> | undefined;
  let model: RecordingModel | undefined;

  beforeEach(() => {
    dataPath = temporaryFolder();
  });

  afterEach(async () => {
    model?.close();
    model = undefined;
    await runtime?.delete('p1');
    await runtime?.close();
    removeFolder(dataPath);
  });

  function access(model?: string): ModelAccess {
    const keys = Object.fromEntries(providerKeyNames.map((name) => [name, 'no-real-key']));
    const chosen = chooseModelAccess({ keys, model });
    if (!chosen) throw new Error('There are keys, so there must be access');
    return chosen;
  }

  it('knows the default model of every provider that a key may be set for', async () => {
    runtime = localRuntime(dataPath, { modelAccess: access() });
    const pod = await runtime.provision(podSpec(), untroubled);
    const models = await opencodeModels({ endpoint: pod.endpoint, password: password('p1') }, pod.workspacePath, 10_000);
    expect(models).toEqual(
      expect.arrayContaining(knownProviders.map(({ id, defaultModel }) => `${id}/${defaultModel}`)),
    );
    const providers = new Set(models.map((model) => model.slice(0, model.indexOf('/'))));
    expect([...providers].sort()).toEqual(knownProviders.map(({ id }) => id).sort());
  });

  it('refuses a model that it does not know, and names some that it does', async () => {
    runtime = localRuntime(dataPath, { modelAccess: access('anthropic/claude-nonsense') });
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'model_unavailable',
      retryable: false,
      message: expect.stringContaining('anthropic/claude-sonnet-5') as string,
    });
  });

  it('reads the AGENTS.md of a project, and runs none of its code', async () => {
    const { baseUrl, requests } = (model = await recordingModel());
    runtime = localRuntime(dataPath, { modelAccess: { kind: 'demo', baseUrl } });
    await runtime.provision(podSpec(), untroubled);
    const workspace = join(dataPath, 'projects/p1/workspace');
    const proof = join(dataPath, 'ran');
    mkdirSync(join(workspace, '.opencode/plugin'), { recursive: true });
    writeFileSync(
      join(workspace, '.opencode/plugin/evil.js'),
      `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(proof)}, ''); export const Evil = async () => ({});`,
    );
    writeFileSync(join(workspace, 'AGENTS.md'), 'Always greet the heron.');
    const pod = await runtime.provision(podSpec({ generation: 2 }), untroubled);

    const ask = async (path: string, body: object): Promise<{ id: string }> => {
      const response = await fetch(`${pod.endpoint}${path}?directory=${encodeURIComponent(workspace)}`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`opencode:${password('p1')}`).toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      return (await response.json()) as { id: string };
    };
    const session = await ask('/session', { title: 'Test' });
    await ask(`/session/${session.id}/message`, { parts: [{ type: 'text', text: 'Hello' }] });

    expect(requests.join()).toContain('Always greet the heron.');
    expect(requests.join()).toContain('"question"');
    expect(existsSync(proof)).toBe(false);
  });
});
