import { KubeConfig } from '@kubernetes/client-node';
import { KubeApiServer } from '@podium/testing/kubernetes';
import { password, tokens } from '../../../test/local-pods.ts';
import { KubernetesRuntime, type KubernetesRuntimeOptions } from '../kubernetes-runtime.ts';
import { defaultResources, type PodSettings } from '../settings.ts';
import { StubOpencode } from './stub-opencode.ts';

export const podSettings: PodSettings = {
  namespace: 'podium',
  servicesNamespace: 'podium',
  image: 'podium/opencode:0.1.0',
  agentImage: 'podium/workspace-agent:0.1.0',
  providerUrls: {},
  imagePullSecrets: [],
  ...defaultResources,
  storageSize: '1Gi',
  egressCidrs: [],
  cloneTimeoutSeconds: 600,
};

/** A stand-in cluster with its OpenCode servers, and the runtimes that were opened on it. */
export class ClusterWorld {
  /** What the runtimes told about what they repeat by themselves. */
  readonly troubles: unknown[] = [];
  readonly #opened: KubernetesRuntime[] = [];

  private constructor(
    readonly cluster: KubeApiServer,
    readonly opencode: StubOpencode,
  ) {}

  static async create(): Promise<ClusterWorld> {
    const cluster = await KubeApiServer.start();
    return new ClusterWorld(cluster, await StubOpencode.start(cluster));
  }

  /** Waits are short: nothing here takes long but what never comes. */
  runtime(options: Partial<KubernetesRuntimeOptions> = {}): KubernetesRuntime {
    const runtime = new KubernetesRuntime({
      kubeConfig: kubeConfigOf(this.cluster.url),
      settings: podSettings,
      modelAccess: { kind: 'demo', baseUrl: 'http://127.0.0.1:9/v1' },
      passwordOf: password,
      agentTokensOf: tokens,
      startTimeoutSeconds: 20,
      patienceSeconds: 0.2,
      readIntervalSeconds: 0.2,
      endpointOf: (projectId) => this.opencode.endpointOf(projectId),
      agentEndpointOf: (projectId) => this.opencode.agentEndpointOf(projectId),
      onTrouble: (error) => this.troubles.push(error),
      requests: { retrySeconds: 10 },
      ...options,
    });
    this.#opened.push(runtime);
    return runtime;
  }

  async open(options: Partial<KubernetesRuntimeOptions> = {}): Promise<KubernetesRuntime> {
    const runtime = this.runtime(options);
    await runtime.open();
    return runtime;
  }

  /** How many requests of a method reached the cluster since the last time that they were cleared. */
  countOf(method: string, path = /./): number {
    return this.cluster.requests.filter((request) => request.method === method && path.test(request.path)).length;
  }

  async dispose(): Promise<void> {
    for (const runtime of this.#opened) await runtime.close();
    await this.cluster.close();
    await this.opencode.close();
  }
}

export function kubeConfigOf(server: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromClusterAndUser({ name: 'stand-in', server, skipTLSVerify: true }, { name: 'test', token: 'test' });
  return config;
}
