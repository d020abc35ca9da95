import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './config.ts';

const tokens = { AGENT_TOKEN: 'a'.repeat(20), PROXY_TOKEN: 'b'.repeat(20) };

describe('the agent’s configuration', () => {
  it('has ports of its own, the proxy’s on loopback', () => {
    expect(loadConfig(tokens)).toMatchObject({
      WORKSPACE_PATH: '/workspace',
      FILES_PORT: 3001,
      PROXY_HOST: '127.0.0.1',
      PROXY_PORT: 3002,
      PROVIDER_KEYS: {},
    });
  });

  it('takes secrets from files before its environment', () => {
    const folder = mkdtempSync(join(tmpdir(), 'podium secrets '));
    try {
      const secrets = { AGENT_TOKEN: 'c'.repeat(20), PROXY_TOKEN: 'd'.repeat(20), PROVIDER_KEYS: '{"openai":"sk-1"}' };
      for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), `${value}\n`);
      expect(loadConfig({ ...tokens, SECRETS_PATH: folder })).toMatchObject({
        ...secrets,
        PROVIDER_KEYS: { openai: 'sk-1' },
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses to start without tokens, and says nothing of what it was given', () => {
    expect(() => loadConfig({})).toThrow(/AGENT_TOKEN.*PROXY_TOKEN/);
    const refused = [
      { PROVIDER_KEYS: 'sk-secret' },
      { PROVIDER_KEYS: '{"nobody":"sk-secret"}' },
      { AGENT_TOKEN: 'short' },
    ];
    for (const wrong of refused) {
      expect(() => loadConfig({ ...tokens, ...wrong })).toThrow(/^The configuration is wrong: (?!.*sk-secret)/);
    }
    expect(() => loadConfig({ ...tokens, PROVIDER_URLS: '{"openai":"file:///etc"}' })).toThrow(/PROVIDER_URLS.openai/);
  });
});
