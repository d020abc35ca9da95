import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { serverImages } from '@podium/testing';
import { parse } from 'yaml';
import { at, isRecord, listAt } from './resources.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const file = read('docker-compose.yml');
const compose: unknown = parse(file, { merge: true });
const found = at(compose, 'services');
const services = Object.entries(isRecord(found) ? found : {});
const images = services.map(([, service]) => String(at(service, 'image')));

describe('docker-compose.yml', () => {
  it('has the services, the stores and the board, and the rest only where it is asked for', () => {
    const namesWith = (profile: string | undefined): string[] =>
      services.filter(([, service]) => listAt(service, 'profiles')[0] === profile).map(([name]) => name);
    const stores = ['databases', 'nats', 'postgres'];
    const images = ['opencode', 'workspace-agent'];
    const own = ['gateway', 'pod-svc', 'project-svc', 'session-svc', 'task-svc', 'web'];
    expect(namesWith(undefined).sort()).toEqual([...stores, ...images, ...own].sort());
    expect(namesWith('demo')).toEqual(['scripted-model']);
    expect(namesWith('observability')).toEqual(['prometheus', 'grafana']);
    expect(namesWith('oidc')).toEqual(['keycloak']);
  });

  it('runs the servers that `npm run test:containers` tests with', () => {
    expect(images).toEqual(expect.arrayContaining(Object.values(serverImages)));
  });

  it('opens one port, and one for each page of a profile, all on loopback', () => {
    const ports = services.flatMap(([name, service]) =>
      listAt(service, 'ports').map((port) => `${name} ${String(port)}`),
    );
    expect(ports).toEqual([
      'gateway 127.0.0.1:${PODIUM_PORT:-3000}:3000',
      'grafana 127.0.0.1:${GRAFANA_PORT:-3200}:3000',
      'keycloak 127.0.0.1:${KEYCLOAK_PORT:-8080}:8080',
    ]);
  });

  it.each(services)('contains %s', (name, service) => {
    // Keycloak puts its own program together when it starts.
    expect(at(service, 'read_only')).toBe(name !== 'keycloak');
    expect(listAt(service, 'cap_drop')).toEqual(['ALL']);
    expect(listAt(service, 'security_opt')).toEqual(['no-new-privileges:true']);
    // Its start script gives the data to a user of its own.
    expect(listAt(service, 'cap_add').length).toBe(name === 'postgres' ? 5 : 0);
  });

  it('gives the engine to the service that makes pods, and to no other', () => {
    const withSocket = services.filter(([, service]) => JSON.stringify(service).includes('docker.sock'));
    expect(withSocket.map(([name]) => name)).toEqual(['pod-svc']);
  });

  it('takes no secret that has not been made', () => {
    const secrets = [...read('.env.example').matchAll(/^(\w+(?:SECRET|PASSWORD))=(.*)$/gm)];
    expect(secrets.length).toBeGreaterThan(6);
    for (const [, name = '', value] of secrets) {
      expect([name, value]).toEqual([name, '']);
      expect(file).toContain(`\${${name}:?`);
    }
  });

  it('names every variable of .env.example, and no other but the version', () => {
    const documented = [...read('.env.example').matchAll(/^([A-Z]\w*)=/gm)].map(([, name]) => name);
    const used = new Set([...file.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    expect([...used, 'COMPOSE_PROFILES'].sort()).toEqual([...documented, 'PODIUM_VERSION'].sort());
  });

  it('shows the same numbers and alerts as a cluster, of every service', () => {
    const mounted = ['prometheus', 'grafana'].flatMap((name) =>
      listAt(at(found, name), 'volumes').map((volume) => String(volume).split(':')[0] ?? ''),
    );
    const files = mounted.filter((path) => path.startsWith('./'));
    expect(files.length).toBe(5);
    for (const path of files) {
      expect(path).toContain('deploy/kubernetes/components/observability/');
      expect(read(path)).not.toBe('');
    }
    const names = services.filter(([, service]) => at(service, 'environment', 'METRICS_PORT') !== undefined);
    expect(names.map(([name]) => name).sort()).toEqual([
      'gateway',
      'pod-svc',
      'project-svc',
      'session-svc',
      'task-svc',
    ]);
    for (const [, service] of names) expect(at(service, 'networks', 'podium', 'aliases')).toEqual(['metrics']);
  });

  it('lets people in by the realm of its Keycloak, which has no secret of its own', () => {
    const realm: unknown = JSON.parse(read('deploy/keycloak/podium-realm.json'));
    const [client] = listAt(realm, 'clients');
    expect(client).toMatchObject({
      clientId: 'podium',
      publicClient: false,
      redirectUris: ['/auth/callback'],
      directAccessGrantsEnabled: false,
      attributes: { 'pkce.code.challenge.method': 'S256' },
    });
    const variables = [...JSON.stringify(realm).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    const given = at(found, 'keycloak', 'environment');
    expect([...new Set(variables)].filter((name) => at(given, name) === undefined)).toEqual([]);
    const secrets = [
      at(client, 'secret'),
      ...listAt(realm, 'users').flatMap((user) => listAt(user, 'credentials').map((c) => at(c, 'value'))),
    ];
    for (const secret of secrets) expect(secret).toMatch(/^\$\{\w+\}$/);
  });

  it('runs the same images as a cluster', () => {
    const stores = {
      'nats/nats.yaml': 'nats',
      'postgres/postgres.yaml': 'postgres',
      'databases/databases.yaml': 'postgres',
    };
    for (const [manifest, name] of Object.entries(stores)) expectSameImage(name, `base/${manifest}`);
    for (const name of ['prometheus', 'grafana']) expectSameImage(name, `components/observability/${name}.yaml`);
  });
});

function expectSameImage(name: string, manifest: string): void {
  const image = /image: (\S+)/.exec(read(`deploy/kubernetes/${manifest}`))?.[1];
  expect([name, images.includes(String(image))]).toEqual([name, true]);
}
