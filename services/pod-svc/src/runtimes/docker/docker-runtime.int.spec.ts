import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@podium/testing';
import Docker from 'dockerode';
import { podSpec, untroubled } from '../../test/local-pods.ts';
import type { PodExit } from '../runtime.ts';
import { prompt, recordingProvider } from '../../test/recording-provider.ts';
import type { ModelAccess } from '../opencode/model-providers.ts';
import { releaseEngine } from './test/engine-lock.ts';
import { EngineWorld, missingForDocker } from './test/engine-world.ts';

jest.setTimeout(120_000);

it('says that the engine is away', async () => {
  const world = new EngineWorld();
  const docker = new Docker({ socketPath: '/nonexistent/docker.sock' });
  await expect(world.open({ docker })).rejects.toMatchObject({ code: 'engine_unavailable', retryable: true });
  await expect(world.runtime({ docker }).provision(podSpec(), untroubled)).rejects.toMatchObject({
    code: 'engine_unavailable',
    message: expect.stringContaining("can't be reached"),
  });
});

const missing = await missingForDocker();
const describeWithEngine = missing ? describe.skip : describe;

describeWithEngine(`pods of a Docker engine${missing ? ` (${missing})` : ''}`, () => {
  let world: EngineWorld;

  beforeEach(() => {
    world = new EngineWorld();
  });
  afterEach(() => world.dispose());
  afterAll(() => releaseEngine());

  const shell = (...args: Parameters<EngineWorld['shell']>): ReturnType<EngineWorld['shell']> => world.shell(...args);

  it('reach neither each other nor root, and keep only their volume', async () => {
    const runtime = await world.open();
    await runtime.provision(podSpec(), untroubled);
    await runtime.provision(podSpec({ projectId: 'p2' }), untroubled);
    const { NetworkSettings } = await world.docker.getContainer('podium-p2').inspect();
    const address = NetworkSettings.Networks['podium-p2']?.IPAddress ?? '';
    const own = await shell('p1', `timeout 2 bash -c 'exec 3<>/dev/tcp/127.0.0.1/3003' && echo open`);
    expect(own.output).toContain('open');
    const neighbour = await shell('p1', `timeout 2 bash -c 'exec 3<>/dev/tcp/${address}/3003' && echo open`);
    expect(neighbour.output).not.toContain('open');
    expect((await shell('p1', 'getent hosts podium-p2')).exitCode).not.toBe(0);
    expect((await shell('p1', 'id -u')).output).toContain('1000');
    expect((await shell('p1', 'touch /etc/x')).output).toContain('Read-only file system');

    await shell('p1', 'echo kept > /data/workspace/kept.txt');
    await runtime.stop('p1');
    await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect((await shell('p1', 'cat kept.txt')).output).toContain('kept');
  });

  it('that no longer answer are ended, so that they are started anew', async () => {
    const runtime = await world.open();
    await runtime.provision(podSpec(), untroubled);
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    expect((await shell('p1', 'pkill -STOP -x opencode')).exitCode).toBe(0);
    await eventually(() => exits.length > 0, { timeoutSeconds: 90 });
    expect(exits).toEqual([{ projectId: 'p1', generation: 1, message: expect.stringContaining('137') }]);
  });

  it.each(['image', 'agentImage'])('whose %s is nowhere say so', async (which) => {
    const settings = { ...world.runtimeSettings, [which]: 'localhost:9/nowhere:1' };
    await expect((await world.open({ settings })).provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'image_unavailable',
      message: expect.stringContaining('localhost:9/nowhere:1'),
    });
    expect(await world.isThere('p1')).toBe(false);
  });

  it('end as a whole when their agent ends, and say whose end it was', async () => {
    const runtime = await world.open();
    await runtime.provision(podSpec(), untroubled);
    const exits: PodExit[] = [];
    runtime.onExit((exit) => exits.push(exit));
    await world.docker.getContainer('workspace-agent-p1').kill();
    await eventually(() => exits.length > 0);
    expect(await runtime.inspect('p1')).toEqual({ status: 'exited', projectId: 'p1', generation: 1 });
    await eventually(async () => !(await world.docker.getContainer('podium-p1').inspect()).State.Running);
    await runtime.provision(podSpec({ generation: 2 }), untroubled);
    expect(exits).toEqual([{ projectId: 'p1', generation: 1, message: 'exit code 137 of the workspace agent' }]);
  });

  it('whose agent does not start say why', async () => {
    const providerUrls = { anthropic: 'no URL' };
    const settings = { ...world.runtimeSettings, providerUrls };
    await expect((await world.open({ settings })).provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'start_failed',
      message: expect.stringMatching(/^The workspace agent ended with exit code 1: .*PROVIDER_URLS/),
    });
    expect(await world.isThere('p1')).toBe(false);
  });

  it('never show a provider’s key to what an agent runs, and let it ask the provider all the same', async () => {
    const provider = await recordingProvider();
    const network = 'http://10.213.0.1';
    const settings = { ...world.runtimeSettings, providerUrls: { anthropic: `${network}:${provider.port}/v1` } };
    const modelAccess: ModelAccess = {
      kind: 'providers',
      providerIds: ['anthropic'],
      defaultModel: 'anthropic/claude-sonnet-5',
      keys: { ANTHROPIC_API_KEY: 'sk-ant-very-secret' },
    };
    try {
      const runtime = await world.open({ settings, modelAccess });
      const pod = await runtime.provision(podSpec(), untroubled);
      const visible = await shell(
        'p1',
        'env; cat /proc/[0-9]*/environ | tr "\\0" "\\n"; grep -rs sk-ant /data /tmp /run',
      );
      expect(visible.output).toContain('ANTHROPIC_API_KEY=proxy-token-of-p1');
      expect(visible.output).not.toContain('sk-ant-very-secret');
      expect((await shell('p1', 'tr "\\0" "\\n" < /proc/1/environ', 'workspace-agent')).output).toContain(
        'sk-ant-very-secret',
      );
      const files = await shell(
        'p1',
        `curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:3001/v1/entry || true; node -e "fetch('http://127.0.0.1:3001/v1/entry').then(({status})=>console.log('status',status))"`,
      );
      expect(files.output).toContain('status 401');

      await prompt(pod, 'p1');
      await eventually(() => provider.requests.length > 0, { timeoutSeconds: 30 });
      expect(provider.requests[0]).toMatchObject({
        url: expect.stringMatching(/^\/v1\/messages(\?.*)?$/),
        key: 'sk-ant-very-secret',
      });
    } finally {
      await provider.close();
    }
  });

  it('that get too little memory say so', async () => {
    const settings = { ...world.runtimeSettings, memoryBytes: 64 * 2 ** 20 };
    await expect((await world.open({ settings })).provision(podSpec(), untroubled)).rejects.toMatchObject({
      code: 'out_of_memory',
      message: expect.stringContaining('64 MiB'),
    });
  });

  it('that find no room for a network say so', async () => {
    const settings = { ...world.runtimeSettings, subnetPool: '10.214.0.0/28' };
    const runtime = await world.open({ settings });
    await runtime.provision(podSpec(), untroubled);
    await expect(runtime.provision(podSpec({ projectId: 'p2' }), untroubled)).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: expect.stringContaining('PODIUM_DOCKER_SUBNETS'),
    });
    await runtime.stop('p1');
    await runtime.provision(podSpec({ projectId: 'p2' }), untroubled);
  });

  it('whose repository can’t be cloned say why', async () => {
    const origin = { source: 'clone', repositoryUrl: 'https://127.0.0.1:9/a.git' } as const;
    await expect((await world.open()).provision(podSpec({ origin }), untroubled)).rejects.toMatchObject({
      code: 'clone_failed',
      message: expect.stringContaining('127.0.0.1'),
    });
  });

  it('can be reached by name from a container that joins their networks, also after it was made anew', async () => {
    const member = (name: string) =>
      world.docker.createContainer({
        name,
        Image: world.runtimeSettings.image,
        Entrypoint: ['sleep', '300'],
        HostConfig: { AutoRemove: true },
      });
    const answers = async (name: string): Promise<boolean> => {
      const exec = await world.docker
        .getContainer(name)
        .exec({ Cmd: ['bash', '-c', 'exec 3<>/dev/tcp/podium-p1/3003 && echo open'], AttachStdout: true });
      let output = '';
      for await (const chunk of await exec.start({})) output += String(chunk);
      return output.includes('open');
    };
    const first = await member('podium-test-member');
    await first.start();
    try {
      const settings = { ...world.runtimeSettings, members: ['podium-test-member'] };
      const runtime = await world.open({ settings });
      // From outside of the network nobody sees the server: the member is who tells that it is there.
      const provisioned = runtime.provision(podSpec(), { signal: AbortSignal.timeout(60_000) });
      const ended = expect(provisioned).rejects.toMatchObject({ code: 'aborted' });
      await eventually(() => answers('podium-test-member'), { timeoutSeconds: 40 });
      await first.remove({ force: true });
      await eventually(async () =>
        (await member('podium-test-member')).start().then(
          () => true,
          () => false,
        ),
      );
      await eventually(() => answers('podium-test-member'), { timeoutSeconds: 30 });
      await runtime.stop('p1');
      await ended;
    } finally {
      await Promise.allSettled([world.docker.getContainer('podium-test-member').remove({ force: true })]);
    }
  });
});
