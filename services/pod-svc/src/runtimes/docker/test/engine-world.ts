import Docker from 'dockerode';
import { label } from '../../container/names.ts';
import { DockerRuntime, type DockerRuntimeOptions } from '../docker-runtime.ts';
import type { DockerSettings } from '../settings.ts';
import { password } from '../../../test/local-pods.ts';

/** The image of pods for tests: build it with `make images`, or name another one. */
const image = process.env['PODIUM_TEST_POD_IMAGE'] ?? 'podium/opencode:0.1.0';

/** What keeps these tests from running on this machine; undefined where nothing does. */
export async function missingForDocker(): Promise<string | undefined> {
  const docker = new Docker();
  const [ping] = await Promise.allSettled([docker.ping()]);
  if (ping.status === 'rejected') return 'no Docker engine answers';
  const [found] = await Promise.allSettled([docker.getImage(image).inspect()]);
  if (found.status === 'rejected') return `the engine has no image ${image}`;
  const pods = await new EngineWorld().runtime().list();
  return pods.length > 0 ? 'the engine has pods of a Podium that is in use' : undefined;
}

/** A real engine, and how tests clean up after themselves. */
export class EngineWorld {
  readonly docker = new Docker();
  readonly troubles: unknown[] = [];
  readonly runtimeSettings: DockerSettings = {
    image,
    memoryBytes: 2 ** 31,
    nanoCpus: 2e9,
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

  async dispose(): Promise<void> {
    for (const runtime of this.#opened) await runtime.close();
    const last = this.runtime();
    for (const { projectId } of await last.list()) await last.delete(projectId);
  }
}
