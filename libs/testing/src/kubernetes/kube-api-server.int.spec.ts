import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.ts';
import { KubeApiServer } from './kube-api-server.ts';
import { resourceType } from './resources.ts';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly message?: string; readonly metadata?: Record<string, unknown> };
}

describe('the stand-in of a cluster’s API', () => {
  let server: KubeApiServer;

  beforeEach(async () => {
    server = await KubeApiServer.start();
  });
  afterEach(() => server.close());

  async function ask(method: string, path: string, body?: unknown, contentType = 'application/json'): Promise<Answer> {
    const response = await fetch(`${server.url}/api/v1/namespaces/podium/${path}`, {
      method,
      headers: { 'content-type': contentType },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  const map = (name: string, data: Record<string, string>, metadata: object = {}): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...metadata },
    data,
  });
  const apply = (manager: string, body: object, force = false): Promise<Answer> =>
    ask('PATCH', `configmaps/c?fieldManager=${manager}&force=${force}`, body, 'application/apply-patch+yaml');

  async function watch(query: string): Promise<{ events: Record<string, unknown>[]; ended: () => boolean }> {
    const response = await fetch(`${server.url}/api/v1/namespaces/podium/configmaps?watch=true&${query}`);
    const events: Record<string, unknown>[] = [];
    let ended = false;
    void (async () => {
      let text = '';
      try {
        for await (const chunk of response.body ?? []) {
          text += Buffer.from(chunk).toString('utf8');
          const lines = text.split('\n');
          text = lines.pop() ?? '';
          events.push(...lines.map((line) => JSON.parse(line) as Record<string, unknown>));
        }
      } finally {
        ended = true;
      }
    })().catch((error: unknown) => error);
    return { events, ended: () => ended };
  }

  it('gives each write a version, and refuses one that was made on an older', async () => {
    const created = await ask('POST', 'configmaps', map('c', { a: '1' }));
    expect(created.status).toBe(201);
    const version = String(created.body.metadata?.['resourceVersion']);
    expect((await ask('POST', 'configmaps', map('c', {}))).status).toBe(409);
    expect((await ask('PUT', 'configmaps/c', map('c', { a: '2' }, { resourceVersion: version }))).status).toBe(200);
    const stale = await ask('PUT', 'configmaps/c', map('c', { a: '3' }, { resourceVersion: version }));
    expect(stale).toMatchObject({ status: 409, body: { kind: 'Status', reason: 'Conflict' } });
    expect((await ask('GET', 'configmaps/none')).body.message).toBe('configmaps "none" not found');
  });

  it('applies what a manager names, takes away what it names no more, and knows whose field it is', async () => {
    await apply('one', map('c', { a: '1', b: '1' }));
    await apply('other', map('c', { c: '1' }));
    expect((await apply('one', map('c', { a: '2' }))).body['data']).toEqual({ a: '2', c: '1' });
    const conflict = await apply('other', map('c', { a: '3' }));
    expect(conflict.status).toBe(409);
    expect(conflict.body.message).toBe('Apply failed with 1 conflict: conflict with "one": .data.a');
    expect((await apply('other', map('c', { a: '3' }), true)).body['data']).toEqual({ a: '3' });
    const before = server.store.version;
    await apply('other', map('c', { a: '3' }), true);
    expect(server.store.version).toBe(before);
  });

  it('lists in pages of one state, by labels', async () => {
    for (const name of ['a', 'b', 'c']) await ask('POST', 'configmaps', map(name, {}, { labels: { app: 'x' } }));
    await ask('POST', 'configmaps', map('d', {}));
    const first = await ask('GET', 'configmaps?limit=2&labelSelector=app%3Dx');
    expect(first.body['items']).toHaveLength(2);
    const next = `configmaps?limit=2&labelSelector=app%3Dx&continue=${String(first.body.metadata?.['continue'])}`;
    const second = await ask('GET', next);
    expect(second.body['items']).toMatchObject([{ metadata: { name: 'c' } }]);
    expect(second.body.metadata).toEqual({ resourceVersion: first.body.metadata?.['resourceVersion'] });
    server.store.compact();
    expect((await ask('GET', next)).status).toBe(410);
  });

  it('tells what happened after a version, then what happens, with bookmarks where they are wanted', async () => {
    const { body } = await ask('POST', 'configmaps', map('c', {}));
    await ask('POST', 'configmaps', map('d', {}));
    const query = `resourceVersion=${String(body.metadata?.['resourceVersion'])}`;
    const plain = await watch(query);
    const marked = await watch(`${query}&allowWatchBookmarks=true`);
    await ask('DELETE', 'configmaps/c');
    await eventually(() => plain.events.length === 2 && marked.events.length === 2);
    server.sendBookmarks();
    await eventually(() => marked.events.length === 3);
    expect(marked.events.map((event) => event['type'])).toEqual(['ADDED', 'DELETED', 'BOOKMARK']);
    expect(plain.events.map((event) => event['type'])).toEqual(['ADDED', 'DELETED']);
    server.disconnectWatches();
    await eventually(() => plain.ended() && marked.ended());
  });

  it('tells a watch that its version is gone, in the stream', async () => {
    const { body } = await ask('POST', 'configmaps', map('c', {}));
    server.store.compact();
    const late = await watch(`resourceVersion=${String(body.metadata?.['resourceVersion'])}`);
    await eventually(() => late.ended());
    expect(late.events).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
  });

  it('keeps a claim until its pod is gone, gives a pod its time, and takes along what was owned', async () => {
    const claim = await ask('POST', 'persistentvolumeclaims', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'w' },
      spec: {},
    });
    const ownerReferences = [{ kind: 'PersistentVolumeClaim', name: 'w', uid: claim.body.metadata?.['uid'] }];
    await ask('POST', 'configmaps', map('c', {}, { ownerReferences }));
    const volumes = [{ name: 'w', persistentVolumeClaim: { claimName: 'w' } }];
    const spec = { containers: [{ name: 'main' }], volumes };
    await ask('POST', 'pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
    await eventually(async () => (await ask('GET', 'pods/p')).body['status'] !== undefined);
    server.kubelet.terminationMs = Infinity;
    await ask('DELETE', 'persistentvolumeclaims/w');
    await ask('DELETE', 'pods/p');
    expect((await ask('GET', 'pods/p')).body.metadata).toHaveProperty('deletionTimestamp');
    expect((await ask('GET', 'persistentvolumeclaims/w')).body.metadata).toHaveProperty('deletionTimestamp');
    server.kubelet.endTerminating();
    for (const plural of ['pods', 'persistentvolumeclaims', 'configmaps']) {
      expect(server.store.list(resourceType(plural))).toEqual([]);
    }
  });

  it('tells how the containers of a deleted pod ended, before the pod is gone', async () => {
    const told: string[] = [];
    server.store.onEvent(({ type, object }) => {
      const status = object['status'] as { phase?: string } | undefined;
      if (object.metadata.deletionTimestamp !== undefined) told.push(`${type} ${status?.phase}`);
    });
    const spec = { containers: [{ name: 'main' }] };
    await ask('POST', 'pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
    const phaseOf = ({ body }: Answer): unknown => (body['status'] as { phase?: string } | undefined)?.phase;
    await eventually(async () => phaseOf(await ask('GET', 'pods/p')) === 'Running');
    await ask('DELETE', 'pods/p');
    await eventually(() => told.some((event) => event.startsWith('DELETED')));
    expect(told).toEqual(['MODIFIED Running', 'MODIFIED Failed', 'DELETED Failed']);
  });
});
