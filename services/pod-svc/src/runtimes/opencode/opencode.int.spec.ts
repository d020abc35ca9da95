import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  gitIn,
  localRuntime,
  password,
  podSpec,
  removeFolder,
  temporaryFolder,
  untroubled,
} from '../../test/local-pods.ts';
import { recordingModel, type RecordingModel } from '../../test/recording-model.ts';
import { opencodeModels } from './opencode-client.ts';
import { chooseModelAccess, knownProviders, providerKeyNames, type ModelAccess } from './model-providers.ts';

// Real servers on a busy machine.
jest.setTimeout(120_000);

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
    await runtime.open();
    const pod = await runtime.provision(podSpec(), untroubled);
    const models = await opencodeModels(
      { endpoint: pod.endpoint, password: password('p1') },
      pod.workspacePath,
      30_000,
    );
    expect(models).toEqual(
      expect.arrayContaining(knownProviders.map(({ id, defaultModel }) => `${id}/${defaultModel}`)),
    );
    const providers = new Set(models.map((model) => model.slice(0, model.indexOf('/'))));
    expect([...providers].sort()).toEqual(knownProviders.map(({ id }) => id).sort());
  });

  it('refuses a model that it does not know, and names some that it does', async () => {
    runtime = localRuntime(dataPath, { modelAccess: access('anthropic/claude-nonsense') });
    await runtime.open();
    await expect(runtime.provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'model_unavailable',
      retryable: false,
      message: expect.stringContaining('Known are for example anthropic/claude-'),
    });
  });

  it('reads the AGENTS.md of a cloned repository, and runs none of its code', async () => {
    const { baseUrl, requests } = (model = await recordingModel());
    runtime = localRuntime(dataPath, { modelAccess: { kind: 'demo', baseUrl } });
    await runtime.open();
    const proof = join(dataPath, 'ran');
    const origin = {
      source: 'clone',
      repositoryUrl: `file://${evilRepository(join(dataPath, 'evil'), proof)}`,
    } as const;
    const pod = await runtime.provision(podSpec({ origin }), untroubled);

    const post = async (path: string, body: object): Promise<{ id: string }> => {
      const response = await fetch(`${pod.endpoint}${path}?directory=${encodeURIComponent(pod.workspacePath)}`, {
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
    const session = await post('/session', { title: 'Test' });
    await post(`/session/${session.id}/message`, { parts: [{ type: 'text', text: 'Hello' }] });

    expect(requests.join()).toContain('Always greet the heron.');
    expect(requests.join()).toContain('"question"');
    expect(existsSync(proof)).toBe(false);
  });
});

/** A repository whose plugins write a file when they run. */
function evilRepository(path: string, proof: string): string {
  const plugin = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(proof)}, ''); export const Evil = async () => ({});`;
  mkdirSync(join(path, '.opencode/plugin'), { recursive: true });
  writeFileSync(join(path, '.opencode/plugin/evil.js'), plugin);
  writeFileSync(join(path, 'evil.js'), plugin);
  writeFileSync(join(path, 'opencode.json'), JSON.stringify({ plugin: ['./evil.js'], plugins: ['./evil.js'] }));
  writeFileSync(join(path, 'AGENTS.md'), 'Always greet the heron.');
  gitIn(path, 'init', '--quiet');
  gitIn(path, 'add', '--all');
  gitIn(path, 'commit', '--quiet', '-m', 'Evil');
  return path;
}
