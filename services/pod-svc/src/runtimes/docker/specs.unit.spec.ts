import { describe, expect, it } from '@jest/globals';
import { agentContainer } from './agent-spec.ts';
import type { DockerSettings } from './settings.ts';
import { podNetwork, preparationContainer, serverContainer, workspaceVolume, type PodDetails } from './specs.ts';

const settings: DockerSettings = {
  image: 'podium/opencode:1',
  agentImage: 'podium/workspace-agent:1',
  providerUrls: {},
  memoryBytes: 2 ** 31,
  nanoCpus: 1.5e9,
  agentMemoryBytes: 2 ** 28,
  agentNanoCpus: 5e8,
  members: [],
  subnetPool: '10.213.0.0/16',
  cloneTimeoutSeconds: 60,
};

const details: PodDetails = {
  projectId: 'p1',
  generation: 3,
  origin: { source: 'clone', repositoryUrl: 'https://example.org/a.git' },
  password: 'the-password',
  agentTokens: { files: 'the-files-token', proxy: 'the-proxy-token' },
  modelAccess: {
    kind: 'providers',
    providerIds: ['openai'],
    defaultModel: 'openai/m',
    keys: { OPENAI_API_KEY: 'the-key' },
  },
};

describe('the containers of a project', () => {
  const containers = [serverContainer(details, settings), preparationContainer(details, settings)];

  it.each(containers.map((container) => [container.name, container] as const))(
    '%s is contained',
    (_name, container) => {
      expect(container.User).toBe('1000:1000');
      expect(container.HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        Memory: 2 ** 31,
        MemorySwap: 2 ** 31,
        NanoCpus: 1.5e9,
        PidsLimit: expect.any(Number),
        NetworkMode: 'podium-p1',
        RestartPolicy: { Name: 'no' },
      });
      expect(container.HostConfig?.Privileged).toBeUndefined();
      expect(container.HostConfig?.Binds).toBeUndefined();
    },
  );

  it('know their project, and the server its generation', () => {
    const [server, preparation] = containers;
    expect(server?.Labels).toMatchObject({ 'podium.dev/project-id': 'p1', 'podium.dev/generation': '3' });
    expect(preparation?.Labels).toMatchObject({ 'podium.dev/project-id': 'p1' });
    expect(preparation?.Labels?.['podium.dev/generation']).toBeUndefined();
  });

  it('give the password to the server alone', () => {
    const [server, preparation] = containers;
    expect(server?.Env).toContain('OPENCODE_SERVER_PASSWORD=the-password');
    expect(JSON.stringify(preparation)).not.toContain('the-password');
  });

  it('have a port on loopback, and none where other containers join the network', () => {
    const onLoopback = [{ HostIp: '127.0.0.1', HostPort: '' }];
    expect(containers[0]?.HostConfig?.PortBindings).toEqual({ '3003/tcp': onLoopback, '3001/tcp': onLoopback });
    const joined = serverContainer(details, { ...settings, members: ['session-svc'] });
    expect(joined.HostConfig?.PortBindings).toBeUndefined();
  });
});

describe('the container of the workspace agent', () => {
  const agent = agentContainer(details, settings, 'server-id');

  it('shares the server’s network and volume, and is contained as it is', () => {
    expect(agent).toMatchObject({
      name: 'workspace-agent-p1',
      Image: 'podium/workspace-agent:1',
      User: '1000:1000',
      HostConfig: {
        NetworkMode: 'container:server-id',
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        Memory: 256 * 2 ** 20,
        Mounts: [{ Type: 'volume', Source: 'workspace-p1' }],
      },
    });
    expect(agent.HostConfig?.PortBindings).toBeUndefined();
    expect(agent.Labels).toMatchObject({ 'podium.dev/project-id': 'p1', 'podium.dev/generation': '3' });
  });

  it('alone gets keys of providers', () => {
    expect(agent.Env).toEqual(
      expect.arrayContaining([
        'PROVIDER_KEYS={"openai":"the-key"}',
        'AGENT_TOKEN=the-files-token',
        'PROXY_TOKEN=the-proxy-token',
        'WORKSPACE_PATH=/data/workspace',
      ]),
    );
    const server = serverContainer(details, settings);
    expect(server.Env).toContain('OPENAI_API_KEY=the-proxy-token');
    expect(server.Env?.join()).toContain('"baseURL":"http://127.0.0.1:3002/openai"');
    const others = JSON.stringify([server, preparationContainer(details, settings)]);
    expect(others).not.toMatch(/the-key|the-files-token/);
  });
});

it('a project has a volume and a network of its own', () => {
  expect(workspaceVolume('p1')).toMatchObject({ Name: 'workspace-p1' });
  expect(podNetwork('p1', '10.213.0.0/28')).toMatchObject({
    Name: 'podium-p1',
    IPAM: { Config: [{ Subnet: '10.213.0.0/28' }] },
  });
});
