import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resourceType, type ApiObject, type KubeApiServer } from '@podium/testing/kubernetes';

export const stubVersion = '1.18.33';

/**
 * Answers for the OpenCode servers of all pods in a stand-in cluster, each below its project's id: only while the pod's
 * container runs, and only to who has the password of the project's Secret. Shares nothing with the driver but HTTP.
 */
export class StubOpencode {
  /** Models that the servers offer, as `provider/model`. */
  model = 'podium-demo/scripted';
  /** Projects whose server was told to end its agents. */
  readonly disposed: string[] = [];
  readonly #cluster: KubeApiServer;
  readonly #namespace: string;
  readonly #server: Server;

  private constructor(cluster: KubeApiServer, namespace: string) {
    this.#cluster = cluster;
    this.#namespace = namespace;
    this.#server = createServer((request, response) => {
      const [, projectId = '', ...path] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
      this.#answer(projectId, path.join('/'), request.headers.authorization, response);
    });
  }

  static async start(cluster: KubeApiServer, namespace = 'podium'): Promise<StubOpencode> {
    const stub = new StubOpencode(cluster, namespace);
    await new Promise<void>((resolve) => stub.#server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  endpointOf(projectId: string): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${projectId}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(projectId: string, path: string, authorization: string | undefined, response: ServerResponse): void {
    const password = this.#passwordOf(projectId);
    if (password === undefined || !this.#runs(projectId)) {
      response.destroy();
      return;
    }
    if (authorization !== `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`) {
      response.writeHead(401).end();
      return;
    }
    const [provider = '', model = ''] = this.model.split('/');
    const bodies: Record<string, unknown> = {
      'global/health': { healthy: true, version: stubVersion },
      'global/dispose': true,
      'config/providers': { providers: [{ id: provider, models: { [model]: {} } }] },
    };
    if (path === 'global/dispose') this.disposed.push(projectId);
    response.writeHead(path in bodies ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(bodies[path]));
  }

  #passwordOf(projectId: string): string | undefined {
    const secret = this.#find('secrets', projectId) as { data?: Record<string, string> } | undefined;
    const password = secret?.data?.['OPENCODE_SERVER_PASSWORD'];
    return password === undefined ? undefined : Buffer.from(password, 'base64').toString('utf8');
  }

  #runs(projectId: string): boolean {
    const pod = this.#find('pods', projectId) as
      { status?: { containerStatuses?: { name: string; state?: { running?: unknown } }[] } } | undefined;
    return pod?.status?.containerStatuses?.some(({ name, state }) => name === 'opencode' && state?.running) ?? false;
  }

  #find(plural: string, projectId: string): ApiObject | undefined {
    return this.#cluster.store.find(resourceType(plural), this.#namespace, `podium-${projectId}`);
  }
}
