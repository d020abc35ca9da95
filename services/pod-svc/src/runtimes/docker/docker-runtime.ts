import type Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import type { WorkspaceEntry } from '@podium/workspace';
import { isAgentHealthy, lookByAgent } from '../agent/agent-client.ts';
import { agentNameOf, label, podName } from '../container/names.ts';
import { Orders } from '../orders.ts';
import { disposeOpencode, opencodeVersion } from '../opencode/opencode-client.ts';
import { RuntimeError } from '../runtime.ts';
import type {
  PodExit,
  PodInspection,
  PodSpec,
  ProvisionOptions,
  ReadyPod,
  Runtime,
  WorkspacePart,
} from '../runtime.ts';
import { serverIdOf } from './agent-spec.ts';
import { ContainerExits } from './container-exits.ts';
import { inWords } from './engine-failure.ts';
import { EngineWatch, type ContainerEvent } from './engine-watch.ts';
import { Engine } from './engine.ts';
import { Networks } from './networks.ts';
import { agentEndpointOf, endpointOf, PodStarts, type StartOptions } from './pod-starts.ts';
import { generationLabel, podPaths, preparationName } from './specs.ts';

export interface DockerRuntimeOptions extends StartOptions {
  readonly docker: Docker;
  /** Told about what is repeated by itself, such as a lost stream of events. */
  readonly onTrouble?: (error: unknown) => void;
}

const disposeTimeoutMs = 2_000;
const probeTimeoutMs = 3_000;
/** How long the server and what its agents started have to end by themselves. */
const terminationSeconds = 10;

/** Pods as containers of a Docker engine: two for each project, with a volume and a network of their own. */
export class DockerRuntime implements Runtime {
  readonly name = 'docker';
  readonly podsOutliveService = true;
  readonly #options: DockerRuntimeOptions;
  readonly #engine: Engine;
  readonly #networks: Networks;
  readonly #watch: EngineWatch;
  readonly #orders = new Orders();
  readonly #exits = new ContainerExits();
  readonly #starts: PodStarts;

  constructor(options: DockerRuntimeOptions) {
    this.#options = options;
    this.#engine = new Engine(options.docker);
    this.#networks = new Networks(options.docker, this.#engine, options.settings);
    this.#starts = new PodStarts(this.#engine, this.#networks, this.#exits, options);
    this.#watch = new EngineWatch(options.docker, {
      onEvent: (event) => void this.#unlessTroubled(this.#notice(event)),
      onGap: () => void this.#unlessTroubled(this.#lookAtAll()),
      onTrouble: (error) => options.onTrouble?.(error),
    });
  }

  async open(): Promise<void> {
    // Ends from before are found by whoever compares facts with pods.
    for (const { Id, State } of await inWords(this.#engine.containers())) {
      if (State !== 'running') this.#exits.expect(Id);
    }
    await inWords(this.#watch.start());
  }

  async provision(spec: PodSpec, options: ProvisionOptions): Promise<ReadyPod> {
    podName(spec.projectId);
    return this.#orders.start(spec.projectId, options.signal, (signal) =>
      inWords(this.#provide(spec, { ...options, signal })),
    );
  }

  async stop(projectId: string): Promise<void> {
    podName(projectId);
    await this.#orders.end(projectId, () => inWords(this.#end(projectId)));
  }

  async delete(projectId: string): Promise<void> {
    podName(projectId);
    await this.#orders.end(projectId, () =>
      inWords(this.#end(projectId).then(() => this.#engine.removeVolume(projectId))),
    );
  }

  async inspect(projectId: string): Promise<PodInspection | undefined> {
    const container = await inWords(this.#engine.find(podName(projectId)));
    if (container) return this.#inspectionOf(projectId, container);
    return (await inWords(this.#engine.hasVolume(projectId))) ? { status: 'stopped', projectId } : undefined;
  }

  async list(): Promise<readonly PodInspection[]> {
    const labels = await inWords(this.#engine.volumeLabels());
    const projectIds = labels.map((each) => each[label.projectId]).filter((id) => id !== undefined);
    const found = await Promise.all(projectIds.map((projectId) => this.inspect(projectId)));
    return found.filter((pod) => pod !== undefined);
  }

  onExit(listener: (exit: PodExit) => void): () => void {
    return this.#exits.subscribe(listener);
  }

  logs(projectId: string, options: { readonly lines: number }): Promise<readonly string[]> {
    return inWords(this.#engine.lastLines(podName(projectId), options.lines));
  }

  async look(projectId: string, part: WorkspacePart): Promise<WorkspaceEntry> {
    const server = await inWords(this.#engine.find(podName(projectId)));
    const endpoint = server && agentEndpointOf(projectId, server, this.#options.settings);
    if (!endpoint) throw new RuntimeError('pod_not_running', 'The pod of the project does not run.', true);
    return lookByAgent(endpoint, this.#options.agentTokensOf(projectId).files, part);
  }

  async close(): Promise<void> {
    this.#orders.close();
    this.#watch.stop();
    await Promise.resolve();
  }

  async #provide(spec: PodSpec, options: ProvisionOptions): Promise<ReadyPod> {
    const { projectId, generation } = spec;
    const there = await this.#engine.find(podName(projectId));
    if (there?.State.Running && generationOf(there) === generation)
      return this.#starts.untilReady(spec, there.Id, options.signal);
    await this.#end(projectId, there);
    try {
      return await this.#starts.start(spec, options);
    } catch (error) {
      // Another replica goes on with what this one leaves.
      if (!this.#orders.isClosed) await this.#end(projectId);
      throw error;
    }
  }

  /** Ends the project's containers, which leaves its volume alone. */
  async #end(projectId: string, known?: ContainerInspectInfo): Promise<void> {
    const container = known ?? (await this.#engine.find(podName(projectId)));
    await this.#engine.remove(preparationName(projectId));
    const agent = await this.#engine.find(agentNameOf(projectId));
    if (agent) this.#exits.expect(agent.Id);
    if (container) {
      this.#exits.expect(container.Id);
      if (container.State.Running) {
        await this.#dispose(projectId, container);
        await this.#engine.stop(container.Id, terminationSeconds);
      }
      await this.#engine.remove(container.Id);
    }
    await this.#engine.remove(agentNameOf(projectId));
    await this.#networks.remove(projectId);
  }

  /** Lets OpenCode end its agents and their commands. One that hangs is ended all the same. */
  async #dispose(projectId: string, container: ContainerInspectInfo): Promise<void> {
    const endpoint = endpointOf(projectId, container, this.#options.settings);
    if (!endpoint) return;
    const address = { endpoint, password: this.#options.passwordOf(projectId) };
    await Promise.allSettled([disposeOpencode(address, disposeTimeoutMs)]);
  }

  async #inspectionOf(projectId: string, container: ContainerInspectInfo): Promise<PodInspection> {
    const generation = generationOf(container);
    const agent = await inWords(this.#engine.find(agentNameOf(projectId)));
    const isWhole = container.State.Running && agent?.State.Running === true;
    if (!isWhole) return { status: 'exited', projectId, generation };
    const agentEndpoint = agentEndpointOf(projectId, container, this.#options.settings);
    const endpoint = endpointOf(projectId, container, this.#options.settings);
    const password = this.#options.passwordOf(projectId);
    const [version, hasAgent] = await Promise.all([
      endpoint && opencodeVersion({ endpoint, password }, probeTimeoutMs),
      agentEndpoint && isAgentHealthy(agentEndpoint, probeTimeoutMs),
    ]);
    if (!endpoint || version === undefined || !hasAgent) return { status: 'starting', projectId, generation };
    return { status: 'running', projectId, generation, endpoint, workspacePath: podPaths.workspace, version };
  }

  async #notice({ id, action, labels }: ContainerEvent): Promise<void> {
    if (action === 'start' && labels[label.projectId] === undefined) return this.#networks.ensureMembers();
    if (labels[generationLabel] === undefined || action === 'start') return;
    // Nobody hears a server that hangs; without it the pod is started anew.
    if (action === 'unhealthy') return this.#engine.kill(id);
    const container = await this.#engine.find(id);
    if (!container) return;
    this.#exits.tell(container);
    await this.#endSibling(container);
  }

  /** A pod ends as a whole: half of one would do nobody any good, and nobody looks after it. */
  async #endSibling(container: ContainerInspectInfo): Promise<void> {
    const serverId = serverIdOf(container);
    const agent = await this.#engine.find(agentNameOf(container.Config.Labels[label.projectId] ?? ''));
    const sibling = serverId ?? (agent && serverIdOf(agent) === container.Id ? agent.Id : undefined);
    if (sibling === undefined) return;
    this.#exits.expect(sibling);
    await this.#engine.kill(sibling);
  }

  async #lookAtAll(): Promise<void> {
    await this.#networks.ensureMembers();
    for (const { Id, State, Labels } of await this.#engine.containers()) {
      if (State !== 'exited' || Labels[generationLabel] === undefined) continue;
      const container = await this.#engine.find(Id);
      if (container) this.#exits.tell(container);
    }
  }

  async #unlessTroubled(work: Promise<void>): Promise<void> {
    const [result] = await Promise.allSettled([work]);
    if (result.status === 'rejected' && !this.#orders.isClosed) this.#options.onTrouble?.(result.reason);
  }
}

function generationOf(container: ContainerInspectInfo): number {
  return Number(container.Config.Labels[generationLabel] ?? 0);
}
