import type { AgentTokens } from '@podium/service-kit';
import type { ContainerInspectInfo } from 'dockerode';
import { filesPort } from '../agent/agent-container.ts';
import { untilAgentHealthy } from '../agent/agent-client.ts';
import { agentNameOf, opencodePort, podName } from '../container/names.ts';
import { workspaceTrouble } from '../container/workspace-trouble.ts';
import type { ModelAccess } from '../opencode/model-providers.ts';
import { defaultModelOf } from '../opencode/opencode-config.ts';
import { checkModel, untilHealthy } from '../opencode/opencode-readiness.ts';
import { RuntimeError, type PodSpec, type ProvisionOptions, type ReadyPod } from '../runtime.ts';
import { agentContainer, serverIdOf } from './agent-spec.ts';
import { endOf, type ContainerExits } from './container-exits.ts';
import type { Engine } from './engine.ts';
import type { Networks } from './networks.ts';
import type { DockerSettings } from './settings.ts';
import { podPaths, preparationContainer, preparationName, serverContainer, type PodDetails } from './specs.ts';

export interface StartOptions {
  readonly settings: DockerSettings;
  readonly modelAccess: ModelAccess;
  readonly passwordOf: (projectId: string) => string;
  readonly agentTokensOf: (projectId: string) => AgentTokens;
  readonly startTimeoutSeconds: number;
}

/** How many of a container's last lines say why it ended. */
const lastWords = 5;

/** Makes a project's containers, and waits until the server answers. What a failure leaves is the caller's to remove. */
export class PodStarts {
  readonly #engine: Engine;
  readonly #networks: Networks;
  readonly #exits: ContainerExits;
  readonly #options: StartOptions;

  constructor(engine: Engine, networks: Networks, exits: ContainerExits, options: StartOptions) {
    this.#engine = engine;
    this.#networks = networks;
    this.#exits = exits;
    this.#options = options;
  }

  /** @throws RuntimeError */
  async start(spec: PodSpec, { signal, onProgress }: ProvisionOptions): Promise<ReadyPod> {
    const { settings } = this.#options;
    const details = this.#detailsOf(spec);
    await this.#engine.ensureImage(settings.image, onProgress);
    await this.#engine.ensureImage(settings.agentImage, onProgress);
    await this.#engine.ensureVolume(spec.projectId);
    await this.#networks.ensure(spec.projectId);
    await this.#prepare(details, signal);
    signal.throwIfAborted();
    const container = { ...serverContainer(details, settings), name: podName(spec.projectId) };
    const id = await this.#engine.run(container, (created) => this.#exits.expect(created));
    return this.untilReady(spec, id, signal);
  }

  /**
   * Waits for the server in a container that was started, and for the agent, which is started where it is not; from then
   * on the end of either is news.
   * @throws RuntimeError
   */
  async untilReady(spec: PodSpec, id: string, signal: AbortSignal): Promise<ReadyPod> {
    const { startTimeoutSeconds, modelAccess, passwordOf, settings } = this.#options;
    const { projectId, generation } = spec;
    const timeoutMs = startTimeoutSeconds * 1000;
    const container = await this.#engine.find(id);
    const endpoint = container && endpointOf(projectId, container, settings);
    const agentEndpoint = container && agentEndpointOf(projectId, container, settings);
    if (!endpoint || !agentEndpoint) throw await this.#startFailed(id);
    const agentId = await this.#ensureAgent(spec, id);
    const address = { endpoint, password: passwordOf(projectId) };
    const answered = new AbortController();
    const waiting = AbortSignal.any([signal, answered.signal]);
    try {
      // A server that dies now would be asked in vain until the time is over.
      const ended = Promise.race([id, agentId].map((each) => this.#failWhenEnded(each, waiting)));
      const healthy = Promise.all([
        untilHealthy(address, timeoutMs, waiting),
        untilAgentHealthy(agentEndpoint, timeoutMs, waiting),
      ]);
      const [version] = await Promise.race([healthy, ended]);
      await checkModel(address, podPaths.workspace, defaultModelOf(modelAccess), timeoutMs);
      this.#exits.watch(id);
      this.#exits.watch(agentId);
      return { projectId, generation, endpoint, workspacePath: podPaths.workspace, version };
    } finally {
      answered.abort();
    }
  }

  #detailsOf(spec: PodSpec): PodDetails {
    const { modelAccess, passwordOf, agentTokensOf } = this.#options;
    const { projectId } = spec;
    return { ...spec, modelAccess, password: passwordOf(projectId), agentTokens: agentTokensOf(projectId) };
  }

  /** Id of the agent's container beside the server's, which runs afterwards. */
  async #ensureAgent(spec: PodSpec, serverId: string): Promise<string> {
    const there = await this.#engine.find(agentNameOf(spec.projectId));
    if (there?.State.Running && serverIdOf(there) === serverId) return there.Id;
    if (there) this.#exits.expect(there.Id);
    const container = agentContainer(this.#detailsOf(spec), this.#options.settings, serverId);
    try {
      return await this.#engine.run(container, (created) => this.#exits.expect(created));
    } catch (error) {
      // Nobody can join the network of a server that has ended meanwhile.
      if ((await this.#engine.find(serverId))?.State.Running) throw error;
      throw await this.#startFailed(serverId);
    }
  }

  async #failWhenEnded(id: string, signal: AbortSignal): Promise<never> {
    await this.#engine.untilEnded(id, signal);
    throw await this.#startFailed(id);
  }

  async #prepare(details: PodDetails, signal: AbortSignal): Promise<void> {
    const name = preparationName(details.projectId);
    const id = await this.#engine.run({ ...preparationContainer(details, this.#options.settings), name });
    try {
      const exitCode = await this.#engine.untilEnded(id, signal);
      if (exitCode === 0) return;
      const words = await this.#engine.lastLines(name, lastWords);
      const { code, message, retryable } = workspaceTrouble(exitCode, words.join('\n'));
      throw new RuntimeError(code, message, retryable);
    } finally {
      await this.#engine.remove(name);
    }
  }

  async #startFailed(id: string): Promise<RuntimeError> {
    const container = await this.#engine.find(id);
    const lines = await this.#engine.lastLines(id, lastWords);
    const how = container ? endOf(container) : 'its removal';
    const code = container?.State.OOMKilled ? 'out_of_memory' : 'start_failed';
    const words = lines.length > 0 ? `: ${lines.join(' ')}` : '';
    const who = container && serverIdOf(container) ? 'workspace agent' : 'server';
    return new RuntimeError(code, `The ${who} ended with ${how}${words}`, true);
  }
}

/** Where the server of a container is reached; undefined for one that has ended: its port is gone with it. */
export function endpointOf(
  projectId: string,
  container: ContainerInspectInfo,
  settings: DockerSettings,
): string | undefined {
  return addressOf(opencodePort, projectId, container, settings);
}

/** Where the agent beside that server is reached: it has no address of its own. */
export function agentEndpointOf(
  projectId: string,
  container: ContainerInspectInfo,
  settings: DockerSettings,
): string | undefined {
  return addressOf(filesPort, projectId, container, settings);
}

function addressOf(
  port: number,
  projectId: string,
  { NetworkSettings, State }: ContainerInspectInfo,
  settings: DockerSettings,
): string | undefined {
  if (!State.Running) return undefined;
  if (settings.members.length > 0) return `http://${podName(projectId)}:${port}`;
  const published = NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort;
  return published ? `http://127.0.0.1:${published}` : undefined;
}
