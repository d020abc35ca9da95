import { describe, expect, it } from '@jest/globals';
import type { DockerSettings } from './settings.ts';
import { podNetwork, preparationContainer, serverContainer, workspaceVolume, type PodDetails } from './specs.ts';

const settings: DockerSettings = {
  image: 'podium/opencode:1',
  memoryBytes: 2 ** 31,
  nanoCpus: 1.5e9,
  members: [],
  subnetPool: '10.213.0.0/16',
  cloneTimeoutSeconds: 60,
};

const details: PodDetails = {
  projectId: 'p1',
  generation: 3,
  origin: { source: 'clone', repositoryUrl: 'https://example.org/a.git' },
  password: 'the-password',
  modelAccess: { kind: 'demo', baseUrl: 'http://127.0.0.1:9/v1' },
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
    expect(containers[0]?.HostConfig?.PortBindings).toEqual({ '3003/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] });
    const joined = serverContainer(details, { ...settings, members: ['session-svc'] });
    expect(joined.HostConfig?.PortBindings).toBeUndefined();
  });
});

it('a project has a volume and a network of its own', () => {
  expect(workspaceVolume('p1')).toMatchObject({ Name: 'workspace-p1' });
  expect(podNetwork('p1', '10.213.0.0/28')).toMatchObject({
    Name: 'podium-p1',
    IPAM: { Config: [{ Subnet: '10.213.0.0/28' }] },
  });
});
