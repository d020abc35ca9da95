import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { at, isRecord, listAt } from './resources.ts';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const file = read('docker-compose.yml');
const compose: unknown = parse(file, { merge: true });
const found = at(compose, 'services');
const services = Object.entries(isRecord(found) ? found : {});
const images = services.map(([, service]) => String(at(service, 'image')));

describe('docker-compose.yml', () => {
  it('has the services, the stores and the board', () => {
    const names = ['databases', 'gateway', 'nats', 'opencode', 'pod-svc', 'postgres', 'project-svc'];
    expect(services.map(([name]) => name).sort()).toEqual([
      ...names,
      'scripted-model',
      'session-svc',
      'task-svc',
      'web',
    ]);
  });

  it('opens one port, on loopback', () => {
    const ports = services.flatMap(([name, service]) =>
      listAt(service, 'ports').map((port) => `${name} ${String(port)}`),
    );
    expect(ports).toEqual(['gateway 127.0.0.1:${PODIUM_PORT:-3000}:3000']);
  });

  it.each(services)('contains %s', (name, service) => {
    expect(at(service, 'read_only')).toBe(true);
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

  it('runs the same NATS and PostgreSQL as a cluster', () => {
    for (const [store, manifest] of [
      ['nats', 'nats/nats.yaml'],
      ['postgres', 'postgres/postgres.yaml'],
      ['postgres', 'databases/databases.yaml'],
    ] as const) {
      const image = /image: (\S+)/.exec(read(`deploy/kubernetes/base/${manifest}`))?.[1];
      expect(images.filter((name) => name.startsWith(`${store}:`))).toContain(image);
    }
  });
});
