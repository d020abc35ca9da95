import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resourceType, type ApiObject, type KubeApiServer } from '@podium/testing/kubernetes';

export const stubVersion = '1.18.33';

/** What stub agents find in a workspace. */
export const stubFile = {
  kind: 'file',
  path: 'a.txt',
  size_bytes: 1,
  modified_at: '2026-01-01T00:00:00.000Z',
  etag: '"1"',
  offset: 0,
  content: 'YQ==',
} as const;

/**
 * Answers for the OpenCode servers of all pods in a stand-in cluster, each below its project's id, and for their agents:
 * only while the pod's container runs, and only to who has the password of the project's Secret. Shares nothing with
 * the driver but HTTP.
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
      if (projectId === 'agent') {
        const [agentOf = '', ...agentPath] = path;
        return this.#answerAsAgent(agentOf, agentPath.join('/'), request.headers.authorization, response);
      }
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

  agentEndpointOf(projectId: string): string {
    return this.endpointOf(`agent/${projectId}`);
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

  #answerAsAgent(projectId: string, path: string, authorization: string | undefined, response: ServerResponse): void {
    if (!this.#runs(projectId, 'workspace-agent')) {
      response.destroy();
      return;
    }
    const isHealth = path === 'health';
    const token = this.#secretOf(`workspace-agent-${projectId}`, 'AGENT_TOKEN');
    if (!isHealth && authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isHealth ? { status: 'ok' } : stubFile));
  }

  #passwordOf(projectId: string): string | undefined {
    return this.#secretOf(`podium-${projectId}`, 'OPENCODE_SERVER_PASSWORD');
  }

  #secretOf(name: string, key: string): string | undefined {
    const secret = this.#find('secrets', name) as { data?: Record<string, string> } | undefined;
    const value = secret?.data?.[key];
    return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
  }

  #runs(projectId: string, container = 'opencode'): boolean {
    const pod = this.#find('pods', `podium-${projectId}`) as
      { status?: { containerStatuses?: { name: string; state?: { running?: unknown } }[] } } | undefined;
    return pod?.status?.containerStatuses?.some(({ name, state }) => name === container && state?.running) ?? false;
  }

  #find(plural: string, name: string): ApiObject | undefined {
    return this.#cluster.store.find(resourceType(plural), this.#namespace, name);
  }
}
