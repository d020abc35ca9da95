import Docker from 'dockerode';
import { label } from '../../container/names.ts';
import { DockerRuntime, type DockerRuntimeOptions } from '../docker-runtime.ts';
import { lockEngine, releaseEngine } from './engine-lock.ts';
import type { DockerSettings } from '../settings.ts';
import { password, tokens } from '../../../test/local-pods.ts';

/** The images of pods for tests: build them with `make images`, or name others. */
const image = process.env['PODIUM_TEST_POD_IMAGE'] ?? 'podium/opencode:0.1.0';
const agentImage = process.env['PODIUM_TEST_AGENT_IMAGE'] ?? 'podium/workspace-agent:0.1.0';

/**
 * What keeps these tests from running on this machine; undefined where nothing does. Then the engine is this file's alone
 * until `releaseEngine`.
 */
export async function missingForDocker(): Promise<string | undefined> {
  const docker = new Docker();
  const [ping] = await Promise.allSettled([docker.ping()]);
  if (ping.status === 'rejected') return 'no Docker engine answers';
  for (const name of [image, agentImage]) {
    const [found] = await Promise.allSettled([docker.getImage(name).inspect()]);
    if (found.status === 'rejected') return `the engine has no image ${name}`;
  }
  await lockEngine();
  const pods = await new EngineWorld().runtime().list();
  if (pods.length > 0) releaseEngine();
  return pods.length > 0 ? 'the engine has pods of a Podium that is in use' : undefined;
}

/** A real engine, and how tests clean up after themselves. */
export class EngineWorld {
  readonly docker = new Docker();
  readonly troubles: unknown[] = [];
  readonly runtimeSettings: DockerSettings = {
    image,
    agentImage,
    providerUrls: {},
    memoryBytes: 2 ** 31,
    nanoCpus: 2e9,
    agentMemoryBytes: 256 * 2 ** 20,
    agentNanoCpus: 5e8,
    members: [],
    subnetPool: '10.213.0.0/16',
    cloneTimeoutSeconds: 30,
  };
  readonly #opened: DockerRuntime[] = [];

  runtime(options: Partial<DockerRuntimeOptions> = {}): DockerRuntime {
    const runtime = new DockerRuntime({
      docker: this.docker,
      settings: this.runtimeSettings,
      modelAccess: { kind: 'demo', baseUrl: 'http://127.0.0.1:9/v1' },
      passwordOf: password,
      agentTokensOf: tokens,
      startTimeoutSeconds: 45,
      onTrouble: (error) => this.troubles.push(error),
      ...options,
    });
    this.#opened.push(runtime);
    return runtime;
  }

  async open(options: Partial<DockerRuntimeOptions> = {}): Promise<DockerRuntime> {
    const runtime = this.runtime(options);
    await runtime.open();
    return runtime;
  }

  /** Whether a project has a container, one that prepares its workspace included. */
  async isThere(projectId: string): Promise<boolean> {
    const filters = { label: [`${label.projectId}=${projectId}`] };
    return (await this.docker.listContainers({ all: true, filters })).length > 0;
  }

  /** Runs a script in the container of a project's server, or in another one of its containers. */
  async shell(
    projectId: string,
    script: string,
    container: 'podium' | 'workspace-agent' = 'podium',
  ): Promise<{ output: string; exitCode: number | null }> {
    const exec = await this.docker
      .getContainer(`${container}-${projectId}`)
      .exec({ Cmd: ['bash', '-c', script], AttachStdout: true, AttachStderr: true });
    const stream = await exec.start({});
    let output = '';
    for await (const chunk of stream) output += String(chunk);
    return { output, exitCode: (await exec.inspect()).ExitCode };
  }

  async dispose(): Promise<void> {
    for (const runtime of this.#opened) await runtime.close();
    const last = this.runtime();
    for (const { projectId } of await last.list()) await last.delete(projectId);
  }
}
