import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { duplexPair, PassThrough, type Duplex } from 'node:stream';
import {
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  loadAllYaml,
  NetworkingV1Api,
  PortForward,
  type KubernetesObject,
  type V1Status,
} from '@kubernetes/client-node';
import { eventually } from '@podium/testing';
import { password, tokens } from '../../../test/local-pods.ts';
import { opencodePort, podName } from '../../container/names.ts';
import { filesPort } from '../../agent/agent-container.ts';
import { KubernetesRuntime, type KubernetesRuntimeOptions } from '../kubernetes-runtime.ts';
import type { PodSettings } from '../settings.ts';
import { podSettings } from './cluster-world.ts';

const kubeconfigPath = process.env['PODIUM_TEST_KUBECONFIG'];
/** The images of pods for tests, which the cluster has or finds: build them with `make images`, or name others. */
const image = process.env['PODIUM_TEST_POD_IMAGE'] ?? podSettings.image;
const agentImage = process.env['PODIUM_TEST_AGENT_IMAGE'] ?? podSettings.agentImage;

const rightsUrl = new URL(
  '../../../../../../deploy/kubernetes/components/kubernetes-runtime/rights.yaml',
  import.meta.url,
);
const namespaceUrl = new URL('../../../../../../deploy/kubernetes/base/namespace.yaml', import.meta.url);

/** What keeps tests from using a real cluster; undefined where nothing does. */
export function missingForCluster(): string | undefined {
  return kubeconfigPath === undefined ? 'PODIUM_TEST_KUBECONFIG names no cluster' : undefined;
}

/**
 * A namespace of a real cluster as `deploy/` makes it, with the service account and the rights that pod-svc has there.
 * The tests' own requests are made with the kubeconfig, the runtimes' with that account. Servers in pods are reached
 * through the API server, so that tests need no place in the cluster.
 */
export class RealCluster {
  readonly troubles: unknown[] = [];
  readonly core: CoreV1Api;
  readonly #admin: KubeConfig;
  readonly #opened: KubernetesRuntime[] = [];
  readonly #door: Server;
  #account = new KubeConfig();

  private constructor(
    readonly namespace: string,
    admin: KubeConfig,
  ) {
    this.#admin = admin;
    this.core = admin.makeApiClient(CoreV1Api);
    this.#door = createServer((request, response) => void this.#forward(request, response));
  }

  static async create(): Promise<RealCluster> {
    const admin = new KubeConfig();
    admin.loadFromFile(kubeconfigPath ?? '');
    const cluster = new RealCluster(`podium-test-${randomBytes(4).toString('hex')}`, admin);
    await cluster.#install();
    await new Promise<void>((resolve) => cluster.#door.listen(0, '127.0.0.1', resolve));
    return cluster;
  }

  get settings(): PodSettings {
    return { ...podSettings, namespace: this.namespace, servicesNamespace: this.namespace, image, agentImage };
  }

  runtime(options: Partial<KubernetesRuntimeOptions> = {}): KubernetesRuntime {
    const runtime = new KubernetesRuntime({
      kubeConfig: this.#account,
      settings: this.settings,
      modelAccess: { kind: 'demo', baseUrl: 'http://127.0.0.1:9/v1' },
      passwordOf: password,
      agentTokensOf: tokens,
      startTimeoutSeconds: 60,
      endpointOf: (projectId) => this.#urlOf(projectId, opencodePort),
      agentEndpointOf: (projectId) => this.#urlOf(projectId, filesPort),
      onTrouble: (error) => this.troubles.push(error),
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

  /** Whether there is anything of a project's pod. */
  async hasPod(projectId: string): Promise<boolean> {
    return (await this.namesOf('pods')).includes(podName(projectId));
  }

  /** Names of the namespace's objects of a kind that a runtime makes, but not of what every namespace has. */
  async namesOf(
    plural: 'pods' | 'services' | 'secrets' | 'networkpolicies' | 'persistentvolumeclaims',
  ): Promise<string[]> {
    const request = { namespace: this.namespace };
    const networking = this.#admin.makeApiClient(NetworkingV1Api);
    const lists = {
      networkpolicies: () => networking.listNamespacedNetworkPolicy(request),
      pods: () => this.core.listNamespacedPod(request),
      services: () => this.core.listNamespacedService(request),
      secrets: () => this.core.listNamespacedSecret(request),
      persistentvolumeclaims: () => this.core.listNamespacedPersistentVolumeClaim(request),
    };
    const { items } = await lists[plural]();
    return items.map(({ metadata }) => metadata?.name ?? '').sort();
  }

  /** Runs a script in the container of a project's server. */
  async shell(projectId: string, script: string): Promise<{ output: string; succeeded: boolean }> {
    const output = new PassThrough();
    const chunks: Buffer[] = [];
    output.on('data', (chunk: Buffer) => chunks.push(chunk));
    const status = await new Promise<V1Status>((resolve, reject) => {
      const command = ['/bin/bash', '-c', script];
      new Exec(this.#admin)
        .exec(this.namespace, podName(projectId), 'opencode', command, output, output, null, false, resolve)
        .then((socket) => {
          socket.onclose = () => reject(new Error(`The script in the pod of ${projectId} was cut off`));
        }, reject);
    });
    return { output: Buffer.concat(chunks).toString('utf8'), succeeded: status.status === 'Success' };
  }

  /** Lets the namespace have so many pods, and waits until the cluster minds. */
  async limitPods(most: number): Promise<void> {
    const quota = { metadata: { name: 'podium' }, spec: { hard: { pods: String(most) } } };
    await this.core.createNamespacedResourceQuota({ namespace: this.namespace, body: quota });
    await eventually(async () => {
      const { status } = await this.core.readNamespacedResourceQuota({ name: 'podium', namespace: this.namespace });
      return status?.hard !== undefined;
    });
  }

  /** As who drains a node does. */
  async evict(projectId: string): Promise<void> {
    const name = podName(projectId);
    const body = { metadata: { name, namespace: this.namespace } };
    await this.core.createNamespacedPodEviction({ name, namespace: this.namespace, body });
  }

  /** As who deletes a pod by hand and doesn't wait. */
  async remove(projectId: string): Promise<void> {
    await this.core.deleteNamespacedPod({
      name: podName(projectId),
      namespace: this.namespace,
      gracePeriodSeconds: 0,
    });
  }

  async dispose(): Promise<void> {
    for (const runtime of this.#opened) await runtime.close();
    this.#door.closeAllConnections();
    await new Promise<void>((resolve) => this.#door.close(() => resolve()));
    await this.core.deleteNamespace({ name: this.namespace });
  }

  async #install(): Promise<void> {
    const objects = KubernetesObjectApi.makeApiClient(this.#admin);
    const [space] = await manifests(namespaceUrl);
    await objects.create({ ...space, metadata: { ...space?.metadata, name: this.namespace } });
    for (const manifest of await manifests(rightsUrl)) {
      await objects.create({ ...manifest, metadata: { ...manifest.metadata, namespace: this.namespace } });
    }
    const body = { spec: { audiences: [], expirationSeconds: 3600 } };
    const request = { name: 'pod-svc', namespace: this.namespace, body };
    const { status } = await this.core.createNamespacedServiceAccountToken(request);
    const cluster = this.#admin.getCurrentCluster();
    if (!cluster || !status) throw new Error('The kubeconfig names no cluster, or it gives no tokens');
    this.#account = new KubeConfig();
    this.#account.loadFromClusterAndUser(cluster, { name: 'pod-svc', token: status.token });
    await eventually(async () => {
      const { items } = await this.core.listNamespacedServiceAccount({ namespace: this.namespace });
      return items.some(({ metadata }) => metadata?.name === 'default');
    });
  }

  #urlOf(projectId: string, port: number): string {
    return `http://127.0.0.1:${(this.#door.address() as AddressInfo).port}/${projectId}/${port}`;
  }

  /** `/project/port/path` is asked of that pod's port, each time over a connection of its own. */
  async #forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, projectId = '', port = '', ...path] = (request.url ?? '').split('/');
    const [near, far] = duplexPair();
    const forward = new PortForward(this.#admin);
    const pod = podName(projectId);
    const [way] = await Promise.allSettled([forward.portForward(this.namespace, pod, [Number(port)], far, null, far)]);
    if (way.status === 'rejected') {
      // Like a server that isn't there.
      response.destroy();
      return;
    }
    const socket = typeof way.value === 'function' ? way.value() : way.value;
    socket?.addEventListener('close', () => near.destroy());
    response.on('close', () => socket?.close());
    passOn(request, response, `/${path.join('/')}`, near);
  }
}

function passOn(request: IncomingMessage, response: ServerResponse, path: string, connection: Duplex): void {
  const { method, headers } = request;
  const asked = ask({ method, path, headers, createConnection: () => connection as never }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => response.destroy());
  request.pipe(asked);
}

async function manifests(url: URL): Promise<KubernetesObject[]> {
  return loadAllYaml(await readFile(url, 'utf8')) as KubernetesObject[];
}
