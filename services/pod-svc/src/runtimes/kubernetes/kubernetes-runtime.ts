import type { KubeConfig, V1Pod } from '@kubernetes/client-node';
import type { AgentTokens } from '@podium/service-kit';
import type { WorkspaceEntry } from '@podium/workspace';
import { lookByAgent, untilAgentHealthy } from '../agent/agent-client.ts';
import { filesPort } from '../agent/agent-container.ts';
import { disposeOpencode } from '../opencode/opencode-client.ts';
import { defaultModelOf } from '../opencode/opencode-config.ts';
import type { ModelAccess } from '../opencode/model-providers.ts';
import { Orders } from '../orders.ts';
import { checkModel, untilHealthy } from '../opencode/opencode-readiness.ts';
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
import { ExitNotices } from './exit-notices.ts';
import { Cluster, type ClusterOptions } from './cluster/cluster.ts';
import { inWords } from './cluster/cluster-failure.ts';
import { PodWatch } from './cluster/pod-watch.ts';
import { opencodePort, podName } from '../container/names.ts';
import { annotation, generationOf, projectIdOf, versionOf } from './names.ts';
import { isAlive } from './pod-condition.ts';
import { createPod } from './pod-creation.ts';
import { inspectionOf, readyPodOf } from './pod-inspection.ts';
import { PodStates } from './pod-states.ts';
import type { PodSettings } from './settings.ts';
import { podPaths } from './specs/pod-environment.ts';
import { terminationSeconds } from './specs/pod-spec.ts';

export interface KubernetesRuntimeOptions {
  readonly kubeConfig: KubeConfig;
  readonly settings: PodSettings;
  readonly modelAccess: ModelAccess;
  readonly passwordOf: (projectId: string) => string;
  readonly agentTokensOf: (projectId: string) => AgentTokens;
  readonly startTimeoutSeconds: number;
  /** How long the cluster may try to find a node or an image before the start counts as failed, 60 unless told. */
  readonly patienceSeconds?: number;
  /** Base URL of a project's server; the one of its Service unless told. */
  readonly endpointOf?: (projectId: string) => string;
  /** Base URL of a project's workspace agent; the one of its Service unless told. */
  readonly agentEndpointOf?: (projectId: string) => string;
  /** How long a pod may take to be gone, 40 unless told. */
  readonly terminationSeconds?: number;
  /** Told about what is repeated by itself, such as a lost watch. */
  readonly onTrouble?: (error: unknown) => void;
  /** All pods are listed anew this often, 300 unless told. */
  readonly resyncSeconds?: number;
  /** A pod that is waited for is read this often where the watch tells nothing, 10 unless told. */
  readonly readIntervalSeconds?: number;
  readonly requests?: Omit<ClusterOptions, 'namespace'>;
}

const disposeTimeoutMs = 2_000;
/** The node's own work with a pod that has ended: unmounting, telling. */
const cleanupSeconds = 30;

/**
 * Pods of a Kubernetes cluster: one for each project, with its claim, Secret, Service and NetworkPolicy. Nothing is
 * kept here that the cluster does not know, so that several of these work side by side: names are unique, requests may
 * be repeated, and what two of them notice is one fact by its cause.
 */
export class KubernetesRuntime implements Runtime {
  readonly name = 'kubernetes';
  readonly podsOutliveService = true;
  readonly #options: KubernetesRuntimeOptions;
  readonly #cluster: Cluster;
  readonly #watch: PodWatch;
  readonly #states: PodStates;
  readonly #orders = new Orders();
  readonly #exits = new ExitNotices();

  constructor(options: KubernetesRuntimeOptions) {
    this.#options = options;
    this.#cluster = new Cluster(options.kubeConfig, { namespace: options.settings.namespace, ...options.requests });
    this.#watch = new PodWatch(this.#cluster, {
      resyncSeconds: options.resyncSeconds ?? 300,
      onChange: (change) => this.#exits.notice(change),
      onTrouble: (error) => options.onTrouble?.(error),
    });
    this.#states = new PodStates(this.#cluster, this.#watch, options.readIntervalSeconds ?? 10);
  }

  async open(): Promise<void> {
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
    await this.#orders.end(projectId, () => inWords(this.#endPod(projectId)));
  }

  async delete(projectId: string): Promise<void> {
    podName(projectId);
    await this.#orders.end(projectId, () =>
      inWords(this.#endPod(projectId).then(() => this.#cluster.deleteClaim(projectId))),
    );
  }

  async inspect(projectId: string): Promise<PodInspection | undefined> {
    const pod = await inWords(this.#cluster.readPod(projectId));
    if (pod) return inspectionOf(projectId, pod, this.#endpointOf(projectId));
    const claim = await inWords(this.#cluster.readClaim(projectId));
    return claim && !claim.metadata?.deletionTimestamp ? { status: 'stopped', projectId } : undefined;
  }

  async list(): Promise<readonly PodInspection[]> {
    const [pods, claims] = await inWords(Promise.all([this.#cluster.listPods(), this.#cluster.listClaims()]));
    const found = new Map<string, PodInspection>();
    for (const claim of claims.items) {
      const projectId = projectIdOf(claim);
      if (projectId && !claim.metadata?.deletionTimestamp) found.set(projectId, { status: 'stopped', projectId });
    }
    for (const pod of pods.items) {
      const projectId = projectIdOf(pod);
      if (projectId) found.set(projectId, inspectionOf(projectId, pod, this.#endpointOf(projectId)));
    }
    return [...found.values()];
  }

  onExit(listener: (exit: PodExit) => void): () => void {
    return this.#exits.subscribe(listener);
  }

  logs(projectId: string, options: { readonly lines: number }): Promise<readonly string[]> {
    return inWords(this.#cluster.logLines(projectId, options.lines));
  }

  async look(projectId: string, part: WorkspacePart): Promise<WorkspaceEntry> {
    const pod = await inWords(this.#cluster.readPod(projectId));
    if (!pod || !isAlive(pod) || versionOf(pod) === undefined) {
      throw new RuntimeError('pod_not_running', 'The pod of the project does not run.', true);
    }
    return lookByAgent(this.#agentEndpointOf(projectId), this.#options.agentTokensOf(projectId).files, part);
  }

  async close(): Promise<void> {
    this.#orders.close();
    this.#watch.stop();
    await Promise.resolve();
  }

  async #provide(spec: PodSpec, options: ProvisionOptions): Promise<ReadyPod> {
    const { projectId, generation } = spec;
    let pod = await this.#cluster.readPod(projectId);
    if (pod && (generationOf(pod) !== generation || !isAlive(pod))) {
      await this.#endPod(projectId, pod);
      pod = undefined;
    }
    if (pod && versionOf(pod) !== undefined) return readyPodOf(projectId, pod, this.#endpointOf(projectId));
    pod ??= await createPod(this.#cluster, spec, this.#options, options.signal);
    try {
      return await this.#untilReady(spec, pod, options);
    } catch (error) {
      // Another replica goes on with what this one leaves.
      if (!this.#orders.isClosed) await this.#discard(pod);
      throw error;
    }
  }

  async #untilReady(spec: PodSpec, pod: V1Pod, options: ProvisionOptions): Promise<ReadyPod> {
    const { startTimeoutSeconds, patienceSeconds = 60, settings } = this.#options;
    const cloneSeconds = spec.origin.source === 'clone' ? settings.cloneTimeoutSeconds : 0;
    const timing = { timeoutSeconds: startTimeoutSeconds + cloneSeconds, patienceSeconds };
    const started = await this.#states.untilStarted(pod, { ...timing, ...options });
    const answered = new AbortController();
    const signal = AbortSignal.any([options.signal, answered.signal]);
    try {
      // A server that dies now would be asked in vain until the time is over.
      const version = await Promise.race([
        this.#answer(spec.projectId, signal),
        this.#states.untilEnded(started, signal),
      ]);
      const annotated = await this.#cluster.annotatePod(started, { [annotation.opencodeVersion]: version });
      if (!annotated)
        throw new RuntimeError('start_failed', 'The pod was deleted in the cluster while it started.', true);
      return readyPodOf(spec.projectId, annotated, this.#endpointOf(spec.projectId));
    } finally {
      answered.abort();
    }
  }

  /** Asks the server and the agent themselves, over the same way that sessions will take. */
  async #answer(projectId: string, signal: AbortSignal): Promise<string> {
    const { startTimeoutSeconds, modelAccess, passwordOf } = this.#options;
    const address = { endpoint: this.#endpointOf(projectId), password: passwordOf(projectId) };
    const timeoutMs = startTimeoutSeconds * 1000;
    const [version] = await Promise.all([
      untilHealthy(address, timeoutMs, signal),
      untilAgentHealthy(this.#agentEndpointOf(projectId), timeoutMs, signal),
    ]);
    await checkModel(address, podPaths.workspace, defaultModelOf(modelAccess), timeoutMs);
    return version;
  }

  /** Ends the project's pod, which is the given one where that is known, and waits until it is gone. */
  async #endPod(projectId: string, known?: V1Pod): Promise<void> {
    const pod = known ?? (await this.#cluster.readPod(projectId));
    if (!pod) return;
    if (isAlive(pod) && versionOf(pod) !== undefined) await this.#dispose(projectId);
    this.#exits.expect(pod);
    await this.#cluster.deletePod(pod);
    await this.#states.untilGone(pod, this.#options.terminationSeconds ?? terminationSeconds + cleanupSeconds);
  }

  /** Lets OpenCode end its agents and their commands. One that hangs is ended all the same. */
  async #dispose(projectId: string): Promise<void> {
    const address = { endpoint: this.#endpointOf(projectId), password: this.#options.passwordOf(projectId) };
    await Promise.allSettled([disposeOpencode(address, disposeTimeoutMs)]);
  }

  /** What failed is told already; a pod that can't be removed now is replaced by the next start. */
  async #discard(pod: V1Pod): Promise<void> {
    this.#exits.expect(pod);
    const [result] = await Promise.allSettled([this.#cluster.deletePod(pod)]);
    if (result.status === 'rejected') this.#options.onTrouble?.(result.reason);
  }

  #agentEndpointOf(projectId: string): string {
    const { agentEndpointOf, settings } = this.#options;
    return agentEndpointOf?.(projectId) ?? `http://${podName(projectId)}.${settings.namespace}.svc:${filesPort}`;
  }

  #endpointOf(projectId: string): string {
    const { endpointOf, settings } = this.#options;
    return endpointOf?.(projectId) ?? `http://${podName(projectId)}.${settings.namespace}.svc:${opencodePort}`;
  }
}
