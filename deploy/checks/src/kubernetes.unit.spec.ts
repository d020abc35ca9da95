import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildOverlay, buildWith, findBuilder, parseResources } from './kustomize.ts';
import { checkOperation, checkRestricted, podTemplates } from './pods.ts';
import { checkReferences } from './references.ts';
import { listAt, type Resource } from './resources.ts';
import { checkSchema } from './schema.ts';

const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
const secretKeys = new Set([...example.matchAll(/^(\w+(?:SECRET|PASSWORD|TOKEN))=$/gm)].map(([, key = '']) => key));

const builder = findBuilder();
const built = builder ? describe : describe.skip;

built.each(['kind', 'production'])('the overlay %s, built with kubectl or kustomize', (overlay) => {
  const resources: Resource[] = builder ? buildOverlay(builder, `overlays/${overlay}`) : [];
  const templates = podTemplates(resources);

  it('has the services, the stores and the door', () => {
    expect(templates.map(({ owner }) => owner.metadata.name)).toEqual(
      expect.arrayContaining([
        'gateway',
        'nats',
        'pod-svc',
        'postgres',
        'project-svc',
        'session-svc',
        'task-svc',
        'web',
      ]),
    );
  });
  it('is in one namespace, which enforces the pod security standard', () => {
    const namespaces = resources.filter(({ kind }) => kind === 'Namespace');
    expect(namespaces.map(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'])).toEqual([
      'restricted',
    ]);
    const others = resources.filter(({ kind }) => kind !== 'Namespace');
    expect([...new Set(others.map(({ metadata }) => metadata.namespace))]).toEqual(['podium']);
  });
  it('is what the Kubernetes API takes', () => expect(resources.flatMap(checkSchema)).toEqual([]));
  // The one service that makes pods talks to the cluster, with the rights of its own role.
  it('keeps to the pod security standard', () =>
    expect(templates.flatMap(checkRestricted)).toEqual(["StatefulSet/pod-svc gets the service account's token"]));
  it('gives each project a pod of its own', () => {
    const variables = templates
      .filter(({ owner }) => owner.metadata.name === 'pod-svc')
      .flatMap(({ containers }) => containers.flatMap((container) => listAt(container, 'env')));
    expect(variables).toEqual(
      expect.arrayContaining([
        { name: 'PODIUM_RUNTIME', value: 'kubernetes' },
        { name: 'PODIUM_POD_IMAGE', value: 'podium/opencode:0.1.0' },
        { name: 'PODIUM_AGENT_IMAGE', value: 'podium/workspace-agent:0.1.0' },
      ]),
    );
    expect(JSON.stringify(variables)).not.toContain('PODIUM_DATA');
  });
  it('keeps each stream on as many servers as NATS has', () => {
    const servers = resources.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'nats');
    const count = (servers as { spec?: { replicas?: number } } | undefined)?.spec?.replicas ?? 1;
    for (const name of ['gateway', 'pod-svc', 'project-svc', 'session-svc', 'task-svc']) {
      const variables = templates
        .filter(({ owner }) => owner.metadata.name === name)
        .flatMap(({ containers }) => containers.flatMap((container) => listAt(container, 'env')));
      const asked = variables.find((variable) => (variable as { name?: string }).name === 'NATS_REPLICAS');
      expect(asked).toEqual(count === 1 ? undefined : { name: 'NATS_REPLICAS', value: String(count) });
    }
  });
  it('says what each container needs', () => expect(templates.flatMap(checkOperation)).toEqual([]));
  it('has no name that leads nowhere', () => expect(checkReferences(resources, secretKeys)).toEqual([]));
});

built('the component observability', () => {
  const resources = builder ? buildWith(builder, 'overlays/production', 'components/observability') : [];
  const templates = podTemplates(resources);

  it('adds Prometheus and Grafana', () =>
    expect(templates.map(({ owner }) => owner.metadata.name)).toEqual(
      expect.arrayContaining(['prometheus', 'grafana']),
    ));
  it('is what the Kubernetes API takes, restricted, complete and without loose ends', () => {
    expect(resources.flatMap(checkSchema)).toEqual([]);
    expect(templates.flatMap(checkRestricted)).toEqual(["StatefulSet/pod-svc gets the service account's token"]);
    expect(templates.flatMap(checkOperation)).toEqual([]);
    expect(checkReferences(resources, secretKeys)).toEqual([]);
  });
  it('finds each service by its metrics port', () => {
    const services = templates.filter(
      ({ owner, labels }) => owner.kind !== 'Job' && labels['podium.dev/kind'] === 'service',
    );
    expect(services.length).toBeGreaterThan(4);
    for (const { owner, containers } of services) {
      const ports = containers.flatMap((container) => listAt(container, 'ports'));
      expect(ports).toContainEqual({ name: 'metrics', containerPort: 9464 });
      expect(owner.spec).toMatchObject({
        template: { metadata: { annotations: { 'prometheus.io/port': '9464', 'prometheus.io/scrape': 'true' } } },
      });
    }
  });
});

built('the rights of the runtime with a pod for each project', () => {
  const resources = builder ? buildOverlay(builder, 'overlays/production') : [];

  it('are what the Kubernetes API takes', () => expect(resources.flatMap(checkSchema)).toEqual([]));
  it('are those of one namespace, and read no secret', () => {
    expect(resources.map(({ kind }) => kind)).not.toEqual(expect.arrayContaining(['ClusterRole']));
    const role = resources.find(({ kind }) => kind === 'Role');
    const rules = (role as unknown as { rules: { resources: string[]; verbs: string[] }[] }).rules;
    expect(rules.flatMap(({ verbs }) => verbs)).not.toContain('*');
    expect(rules.find(({ resources: names }) => names.includes('secrets'))?.verbs).toEqual([
      'create',
      'patch',
      'delete',
    ]);
  });
});

const workload = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: bad }
spec:
  replicas: two
  selectr: { matchLabels: { app: bad } }
  template:
    spec:
      hostNetwork: true
      containers:
        - name: main
          image: nginx
          env: [{ name: URL, value: 'http://$(HOST)' }, { name: HOST, value: x }]
          securityContext: { capabilities: { drop: [ALL], add: [SYS_ADMIN] } }
          volumeMounts: [{ name: nowhere, mountPath: /x }]
`;

describe('the checks', () => {
  const resources = parseResources(workload);
  const [template] = podTemplates(resources);
  if (!template) throw new Error('the workload has no pod');

  it('find wrong types, missing and unknown fields', () => {
    const findings = resources.flatMap(checkSchema).join('\n');
    expect(findings).toContain('Deployment/bad/spec/replicas must be integer');
    expect(findings).toContain('must have required property selector');
    expect(findings).toContain('.spec.selectr does not exist');
  });
  it('find a resource that does not exist', () => {
    const old = { ...parseResources(workload)[0], apiVersion: 'apps/v9' } as Resource;
    expect(checkSchema(old)).toEqual(['Deployment/bad: there is no apps/v9 Deployment']);
  });
  it('find what the pod security standard forbids', () => {
    expect(checkRestricted(template)).toEqual(
      expect.arrayContaining([
        'Deployment/bad may run as root',
        "Deployment/bad shares the host's namespaces",
        'Deployment/bad adds capabilities',
      ]),
    );
  });
  it('find what an operator misses', () => {
    expect(checkOperation(template)).toEqual(
      expect.arrayContaining([
        'Deployment/bad has no limit of memory',
        'Deployment/bad has no version: nginx',
        'Deployment/bad has no livenessProbe',
        'Deployment/bad uses $(HOST), which is not set before',
      ]),
    );
  });
  it('find names that lead nowhere', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { selector: { app: 'x' } } };
    expect(checkReferences([...resources, service], new Set())).toEqual(
      expect.arrayContaining([
        'Deployment/bad mounts nowhere, which is no volume',
        'Service/s selects no pod: {"matchLabels":{"app":"x"}}',
      ]),
    );
  });
});
