import { podTemplates, type PodTemplate } from './pods.ts';
import { at, isRecord, listAt, nameOf, type Finding, type Labels, type Resource } from './resources.ts';

/** Pods that pod-svc makes: they are in no manifest, but selectors mean them. */
const projectPod: Labels = { 'app.kubernetes.io/name': 'podium-project' };

/** Names that lead nowhere: selectors without pods, ports, config maps and keys of secrets that do not exist. */
export function checkReferences(resources: readonly Resource[], secretKeys: ReadonlySet<string>): Finding[] {
  const templates = podTemplates(resources);
  return [
    ...resources.flatMap((resource) => checkSelectors(resource, templates)),
    ...resources.flatMap((resource) => checkTarget(resource, resources)),
    ...templates.flatMap((template) => checkMounts(template, resources)),
    ...templates.flatMap((template) => checkSecrets(template, secretKeys)),
  ];
}

function checkSelectors(resource: Resource, templates: readonly PodTemplate[]): Finding[] {
  const { kind, spec } = resource;
  const selectors: unknown[] =
    kind === 'Service'
      ? [{ matchLabels: at(spec, 'selector') }]
      : kind === 'NetworkPolicy'
        ? [at(spec, 'podSelector'), ...peersOf(spec)]
        : ['Deployment', 'StatefulSet', 'PodDisruptionBudget'].includes(kind)
          ? [at(spec, 'selector')]
          : [];
  const empty = selectors
    .filter((selector) => ![...templates.map(({ labels }) => labels), projectPod].some((l) => matches(selector, l)))
    .map((selector) => `${nameOf(resource)} selects no pod: ${JSON.stringify(selector)}`);
  return kind === 'Service' ? [...empty, ...checkPorts(resource, templates)] : empty;
}

function peersOf(spec: unknown): unknown[] {
  return [
    ...listAt(spec, 'ingress').flatMap((rule) => listAt(rule, 'from')),
    ...listAt(spec, 'egress').flatMap((rule) => listAt(rule, 'to')),
  ].flatMap((peer) => at(peer, 'podSelector') ?? []);
}

function matches(selector: unknown, labels: Readonly<Labels>): boolean {
  const exact = at(selector, 'matchLabels');
  const pairs = isRecord(exact) ? Object.entries(exact) : [];
  const among = listAt(selector, 'matchExpressions').every((expression) =>
    listAt(expression, 'values').includes(labels[String(at(expression, 'key'))]),
  );
  return among && pairs.every(([key, value]) => labels[key] === value);
}

function checkPorts(service: Resource, templates: readonly PodTemplate[]): Finding[] {
  const pods = templates.filter(({ labels }) => matches({ matchLabels: at(service.spec, 'selector') }, labels));
  const named = new Set(
    pods.flatMap(({ containers }) => containers.flatMap((c) => listAt(c, 'ports').map((port) => at(port, 'name')))),
  );
  return listAt(service.spec, 'ports')
    .map((port) => at(port, 'targetPort'))
    .filter((port) => !named.has(port))
    .map((port) => `${nameOf(service)} leads to port ${String(port)}, which no container names`);
}

function checkTarget(resource: Resource, resources: readonly Resource[]): Finding[] {
  const exists = (kind: unknown, name: unknown): boolean =>
    resources.some((other) => other.kind === kind && other.metadata.name === name);
  if (resource.kind === 'HorizontalPodAutoscaler') {
    const target = at(resource.spec, 'scaleTargetRef');
    if (!exists(at(target, 'kind'), at(target, 'name'))) return [`${nameOf(resource)} scales nothing`];
  }
  if (resource.kind === 'Ingress') {
    const backends = listAt(resource.spec, 'rules').flatMap((rule) => listAt(rule, 'http', 'paths'));
    return backends
      .map((path) => at(path, 'backend', 'service', 'name'))
      .filter((name) => !exists('Service', name))
      .map((name) => `${nameOf(resource)} leads to ${String(name)}, which does not exist`);
  }
  return [];
}

function checkMounts({ owner, spec, containers }: PodTemplate, resources: readonly Resource[]): Finding[] {
  const claims = listAt(owner.spec, 'volumeClaimTemplates').map((claim) => at(claim, 'metadata', 'name'));
  const volumes = new Set([...listAt(spec, 'volumes').map((volume) => at(volume, 'name')), ...claims]);
  const configMaps = new Set(resources.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name));
  const mounts = containers.flatMap((container) => listAt(container, 'volumeMounts').map((mount) => at(mount, 'name')));
  const used = listAt(spec, 'volumes').flatMap((volume) => at(volume, 'configMap', 'name') ?? []);
  return [
    ...mounts.filter((name) => !volumes.has(name)).map((name) => `mounts ${String(name)}, which is no volume`),
    ...used.filter((name) => !configMaps.has(String(name))).map((name) => `there is no config map ${String(name)}`),
  ].map((finding) => `${nameOf(owner)} ${finding}`);
}

function checkSecrets({ owner, containers }: PodTemplate, secretKeys: ReadonlySet<string>): Finding[] {
  return containers
    .flatMap((container) => listAt(container, 'env'))
    .flatMap((variable) => at(variable, 'valueFrom', 'secretKeyRef', 'key') ?? [])
    .filter((key) => !secretKeys.has(String(key)))
    .map((key) => `${nameOf(owner)} takes ${String(key)} from the secret, which is not in .env.example`);
}
