import {
  CoreV1Api,
  NetworkingV1Api,
  PatchStrategy,
  Watch,
  ServerConfiguration,
  createConfiguration,
  setHeaderOptions,
  type Configuration,
  type CoreV1Event,
  type KubeConfig,
  type KubernetesObject,
  type Middleware,
  type V1PersistentVolumeClaim,
  type V1Pod,
} from '@kubernetes/client-node';
import pLimit from 'p-limit';
import { podName, workspaceName } from '../../container/names.ts';
import { fieldManager, opencodeContainer, projectSelector } from '../names.ts';
import type { SentObject } from '../specs/objects.ts';
import { isStatus } from './cluster-failure.ts';
import { retrying, type RetryOptions } from './retrying.ts';

export interface ClusterOptions {
  readonly namespace: string;
  /** How long a request is repeated while the API server is away or overloaded. */
  readonly retrySeconds?: number;
  readonly requestTimeoutSeconds?: number;
}

/** Requests under way at once: a start of 1,000 projects must not look like an attack. */
const requestsAtOnce = 20;
const pageSize = 500;
/** No part of these lists is read twice, so that a page that expired means to begin anew. */
const listAttempts = 3;

/** What was listed, and the version of the cluster's state that it shows. */
export interface Listed<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
}

interface Page<T> {
  readonly items: T[];
  readonly metadata?: { readonly _continue?: string; readonly resourceVersion?: string };
}

/** The few requests that Podium has for the API of a cluster. All may be repeated, and are where that can help. */
export class Cluster {
  readonly namespace: string;
  readonly #core: CoreV1Api;
  readonly #networking: NetworkingV1Api;
  readonly #watch: Watch;
  readonly #retrySeconds: number;
  readonly #limit = pLimit(requestsAtOnce);

  constructor(config: KubeConfig, options: ClusterOptions) {
    this.namespace = options.namespace;
    const configuration = withTimeout(config, options.requestTimeoutSeconds ?? 15);
    this.#core = new CoreV1Api(configuration);
    this.#networking = new NetworkingV1Api(configuration);
    this.#watch = new Watch(config);
    this.#retrySeconds = options.retrySeconds ?? 30;
  }

  /** Makes an object so, whether it exists or not (server-side apply). Returns its uid. */
  async apply(object: SentObject, signal?: AbortSignal): Promise<string> {
    const { name = '' } = object.metadata;
    const { metadata } = await this.#call(() => this.#apply(object, name), { signal });
    if (metadata?.uid === undefined) throw new Error(`The cluster gave ${object.kind} ${name} no uid`);
    return metadata.uid;
  }

  #apply(object: SentObject, name: string): Promise<KubernetesObject> {
    const request = { name, namespace: this.namespace, body: object, fieldManager, force: true };
    const options = setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply);
    switch (object.kind) {
      case 'PersistentVolumeClaim':
        return this.#core.patchNamespacedPersistentVolumeClaim(request, options);
      case 'Secret':
        return this.#core.patchNamespacedSecret(request, options);
      case 'Service':
        return this.#core.patchNamespacedService(request, options);
      case 'Pod':
        return this.#core.patchNamespacedPod(request, options);
      case 'NetworkPolicy':
        return this.#networking.patchNamespacedNetworkPolicy(request, options);
    }
  }

  /** Undefined where there is none. */
  readPod(projectId: string): Promise<V1Pod | undefined> {
    const request = { name: podName(projectId), namespace: this.namespace };
    return found(this.#call(() => this.#core.readNamespacedPod(request)));
  }

  /** Undefined where there is none. */
  readClaim(projectId: string): Promise<V1PersistentVolumeClaim | undefined> {
    const request = { name: workspaceName(projectId), namespace: this.namespace };
    return found(this.#call(() => this.#core.readNamespacedPersistentVolumeClaim(request)));
  }

  /** Adds annotations to a pod and changes nothing else; undefined where the pod is gone or another one. */
  annotatePod(pod: V1Pod, annotations: Readonly<Record<string, string>>): Promise<V1Pod | undefined> {
    const { name = '', uid } = pod.metadata ?? {};
    const body = { metadata: { uid, annotations } };
    const request = { name, namespace: this.namespace, body, fieldManager };
    const options = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);
    return found(this.#call(() => this.#core.patchNamespacedPod(request, options), { conflictPasses: false }));
  }

  /** Asks for the end of this very pod; it has its time to end in order. */
  async deletePod(pod: V1Pod): Promise<void> {
    const { name = '', uid } = pod.metadata ?? {};
    const request = { name, namespace: this.namespace, body: { preconditions: { uid } } };
    try {
      await found(this.#call(() => this.#core.deleteNamespacedPod(request), { conflictPasses: false }));
    } catch (error) {
      // Another pod has its name already: this one is gone.
      if (!isStatus(error, 409)) throw error;
    }
  }

  /** Removes the project's files, and with them everything that they own. */
  async deleteClaim(projectId: string): Promise<void> {
    const request = { name: workspaceName(projectId), namespace: this.namespace, propagationPolicy: 'Background' };
    await found(this.#call(() => this.#core.deleteNamespacedPersistentVolumeClaim(request)));
  }

  /** Pods of all projects. */
  listPods(): Promise<Listed<V1Pod>> {
    return this.#listAll((page) => this.#core.listNamespacedPod(page));
  }

  /** Workspaces of all projects. */
  listClaims(): Promise<Listed<V1PersistentVolumeClaim>> {
    return this.#listAll((page) => this.#core.listNamespacedPersistentVolumeClaim(page));
  }

  /** What the cluster told about a pod, oldest first. */
  async eventsOf(pod: V1Pod): Promise<readonly CoreV1Event[]> {
    const fieldSelector = `involvedObject.uid=${pod.metadata?.uid ?? ''}`;
    const request = { namespace: this.namespace, fieldSelector };
    const { items } = await this.#call(() => this.#core.listNamespacedEvent(request));
    return items;
  }

  /** The newest lines of the server's output; none where there is no pod, or it has not begun to write. */
  async logLines(projectId: string, lines: number): Promise<readonly string[]> {
    const request = {
      name: podName(projectId),
      namespace: this.namespace,
      container: opencodeContainer,
      tailLines: lines,
    };
    try {
      const text = await found(this.#call(() => this.#core.readNamespacedPodLog(request)));
      return (text ?? '').split('\n').filter((line) => line !== '');
    } catch (error) {
      // The container waits for its start.
      if (isStatus(error, 400)) return [];
      throw error;
    }
  }

  /** Begins to watch pods after a version; returns how to end that. `onEnd` is called once, with an error or without. */
  watchPods(
    after: { readonly resourceVersion: string; readonly timeoutSeconds: number },
    onEvent: (type: string, object: unknown) => void,
    onEnd: (error: unknown) => void,
  ): Promise<AbortController> {
    const query = { ...after, labelSelector: projectSelector, allowWatchBookmarks: true };
    return this.#watch.watch(`/api/v1/namespaces/${this.namespace}/pods`, query, onEvent, onEnd);
  }

  async #listAll<T>(list: (page: ListRequest) => Promise<Page<T>>): Promise<Listed<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#listPages(list);
      } catch (error) {
        if (!isStatus(error, 410) || attempt === listAttempts) throw error;
      }
    }
  }

  async #listPages<T>(list: (page: ListRequest) => Promise<Page<T>>): Promise<Listed<T>> {
    const items: T[] = [];
    let next: string | undefined;
    let resourceVersion = '';
    do {
      const request = { namespace: this.namespace, labelSelector: projectSelector, limit: pageSize, _continue: next };
      const page = await this.#call(() => list(request));
      items.push(...page.items);
      next = page.metadata?._continue || undefined;
      resourceVersion = page.metadata?.resourceVersion ?? '';
    } while (next !== undefined);
    return { items, resourceVersion };
  }

  #call<T>(request: () => Promise<T>, how: Omit<RetryOptions, 'retrySeconds'> = {}): Promise<T> {
    return retrying(() => this.#limit(request), { retrySeconds: this.#retrySeconds, ...how });
  }
}

type ListRequest = {
  readonly namespace: string;
  readonly labelSelector: string;
  readonly limit: number;
  readonly _continue?: string | undefined;
};

/** The client knows no timeout of its own, and an API server that hangs would hang everything. */
function withTimeout(config: KubeConfig, timeoutSeconds: number): Configuration {
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new TypeError('The kubeconfig names no current cluster');
  const limit: Middleware = {
    pre(context) {
      context.setSignal(AbortSignal.timeout(timeoutSeconds * 1000));
      return Promise.resolve(context);
    },
    post: (response) => Promise.resolve(response),
  };
  return createConfiguration({
    baseServer: new ServerConfiguration(cluster.server, {}),
    authMethods: { default: config },
    promiseMiddleware: [limit],
  });
}

async function found<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}
