import type Docker from 'dockerode';
import type { Container, ContainerCreateOptions, ContainerInfo, ContainerInspectInfo } from 'dockerode';
import { finished } from 'node:stream/promises';
import { label, projectAppName, workspaceName } from '../container/names.ts';
import { RuntimeError } from '../runtime.ts';
import { isStatus } from './engine-failure.ts';
import { workspaceVolume } from './specs.ts';

const ours = [`${label.name}=${projectAppName}`];

/** What pods need of a Docker engine. Everything may be repeated: what is there, or is gone, is left as it is. */
export class Engine {
  readonly #docker: Docker;

  constructor(docker: Docker) {
    this.#docker = docker;
  }

  /** The container with that name or id; undefined where there is none. */
  async find(name: string): Promise<ContainerInspectInfo | undefined> {
    return undefinedIfMissing(this.#docker.getContainer(name).inspect());
  }

  /** Containers of all projects, ended ones and those that only prepare a workspace included. */
  containers(): Promise<ContainerInfo[]> {
    return this.#docker.listContainers({ all: true, filters: { label: ours } });
  }

  /** Every container that runs, of whoever. */
  runningContainers(): Promise<ContainerInfo[]> {
    return this.#docker.listContainers();
  }

  /**
   * Makes and starts a container; one that has its name already is replaced. Returns its id, which is told before it
   * starts too.
   */
  async run(
    options: ContainerCreateOptions & { readonly name: string },
    onCreated?: (id: string) => void,
  ): Promise<string> {
    await this.remove(options.name);
    const container = await this.#docker.createContainer(options);
    onCreated?.(container.id);
    await container.start();
    return container.id;
  }

  /** Resolves with the exit code once the container has ended, -1 for one that is gone. @throws when aborted */
  async untilEnded(id: string, signal: AbortSignal): Promise<number> {
    const request = this.#docker.getContainer(id).wait({ abortSignal: signal }) as Promise<{ StatusCode: number }>;
    return (await undefinedIfMissing(request))?.StatusCode ?? -1;
  }

  /** Asks a container to end, and kills it after that time. */
  async stop(id: string, timeoutSeconds: number): Promise<void> {
    await undefinedIfMissing(this.#docker.getContainer(id).stop({ t: timeoutSeconds }), 304);
  }

  async kill(id: string): Promise<void> {
    await undefinedIfMissing(this.#docker.getContainer(id).kill(), 409);
  }

  /** Kills the container where it still runs. Its volume stays. */
  async remove(name: string): Promise<void> {
    await undefinedIfMissing(this.#docker.getContainer(name).remove({ force: true }), 409);
  }

  /** The newest lines of a container's output, oldest first; none where there is no container. */
  async lastLines(name: string, lines: number): Promise<string[]> {
    const container: Container = this.#docker.getContainer(name);
    const raw = await undefinedIfMissing(container.logs({ stdout: true, stderr: true, tail: lines }));
    return raw
      ? textOfFrames(raw)
          .split('\n')
          .filter((line) => line !== '')
      : [];
  }

  async ensureVolume(projectId: string): Promise<void> {
    await this.#docker.createVolume(workspaceVolume(projectId));
  }

  async hasVolume(projectId: string): Promise<boolean> {
    return (await undefinedIfMissing(this.#docker.getVolume(workspaceName(projectId)).inspect())) !== undefined;
  }

  /** Ids of the projects that have files. */
  async volumeLabels(): Promise<Record<string, string>[]> {
    const { Volumes } = await this.#docker.listVolumes({ filters: JSON.stringify({ label: ours }) });
    return Volumes.map((volume) => volume.Labels);
  }

  async removeVolume(projectId: string): Promise<void> {
    await undefinedIfMissing(this.#docker.getVolume(workspaceName(projectId)).remove({ force: true }));
  }

  /** Pulls an image that is not there. @throws RuntimeError `image_unavailable` with the registry's own words. */
  async ensureImage(image: string, onProgress?: (message: string) => void): Promise<void> {
    if (await undefinedIfMissing(this.#docker.getImage(image).inspect())) return;
    onProgress?.(`Pulling the image ${image}`);
    try {
      const stream = await this.#docker.pull(image);
      await new Promise<void>((resolve, reject) =>
        this.#docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve())),
      );
      await finished(stream.resume());
    } catch (cause) {
      const words = cause instanceof Error ? cause.message : String(cause);
      throw new RuntimeError('image_unavailable', `The image ${image} can't be pulled: ${words}`, true, { cause });
    }
  }
}

/** The answer; undefined where the engine says that there is no such thing, or the other status that means as much. */
export async function undefinedIfMissing<T>(request: Promise<T>, alsoStatus = 404): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isStatus(error, 404) || isStatus(error, alsoStatus)) return undefined;
    throw error;
  }
}

/** Output of a container without a terminal comes in frames: 8 bytes, the last four of them the length. */
function textOfFrames(raw: Buffer): string {
  let text = '';
  for (let offset = 0; offset + 8 <= raw.length;) {
    const length = raw.readUInt32BE(offset + 4);
    text += raw.subarray(offset + 8, offset + 8 + length).toString('utf8');
    offset += 8 + length;
  }
  return text;
}
