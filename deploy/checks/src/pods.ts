import { at, isRecord, listAt, nameOf, type Finding, type Labels, type Resource } from './resources.ts';

/** What makes pods, and what it makes them of. */
export interface PodTemplate {
  readonly owner: Resource;
  readonly labels: Readonly<Labels>;
  readonly spec: unknown;
  readonly containers: readonly unknown[];
}

const workloads = new Set(['Deployment', 'StatefulSet', 'Job']);

export function podTemplates(resources: readonly Resource[]): PodTemplate[] {
  return resources
    .filter(({ kind }) => workloads.has(kind))
    .map((owner) => {
      const spec = at(owner.spec, 'template', 'spec');
      const labels = at(owner.spec, 'template', 'metadata', 'labels');
      const containers = [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')];
      return { owner, spec, containers, labels: isRecord(labels) ? (labels as Labels) : {} };
    });
}

/** Volume types that the pod security standard `restricted` allows and Podium uses. */
const allowedVolumes = new Set(['configMap', 'emptyDir', 'persistentVolumeClaim', 'secret', 'projected', 'name']);

/** The pod security standard `restricted`, and a root file system that nobody writes. */
export function checkRestricted(template: PodTemplate): Finding[] {
  const { owner, spec, containers } = template;
  const pod: [boolean, string][] = [
    [at(spec, 'securityContext', 'runAsNonRoot') === true, 'may run as root'],
    [at(spec, 'securityContext', 'seccompProfile', 'type') === 'RuntimeDefault', 'has no seccomp profile'],
    [Number(at(spec, 'securityContext', 'runAsUser')) > 0, 'names no user'],
    [at(spec, 'automountServiceAccountToken') === false, "gets the service account's token"],
    [!['hostNetwork', 'hostPID', 'hostIPC'].some((key) => at(spec, key)), "shares the host's namespaces"],
    [
      listAt(spec, 'volumes').every((volume) => Object.keys(volume ?? {}).every((key) => allowedVolumes.has(key))),
      'has a volume of a type that is not allowed',
    ],
  ];
  const each = containers.flatMap((container): [boolean, string][] => {
    const context = at(container, 'securityContext');
    const drop = listAt(context, 'capabilities', 'drop');
    return [
      [at(context, 'allowPrivilegeEscalation') === false, 'may gain privileges'],
      [at(context, 'readOnlyRootFilesystem') === true, 'may write to its root file system'],
      [drop.length === 1 && drop[0] === 'ALL', 'keeps capabilities'],
      [listAt(context, 'capabilities', 'add').length === 0, 'adds capabilities'],
      [at(context, 'privileged') === undefined, 'is privileged'],
      [listAt(container, 'ports').every((port) => at(port, 'hostPort') === undefined), 'takes a port of the host'],
    ];
  });
  return [...pod, ...each].filter(([holds]) => !holds).map(([, finding]) => `${nameOf(owner)} ${finding}`);
}

/** What a scheduler and an operator need to know of every container. */
export function checkOperation({ owner, containers }: PodTemplate): Finding[] {
  const probes = owner.kind === 'Job' ? [] : ['startupProbe', 'livenessProbe', 'readinessProbe'];
  return containers.flatMap((container) => {
    const rules: [boolean, string][] = [
      [at(container, 'resources', 'requests', 'cpu') !== undefined, 'requests no processor time'],
      [at(container, 'resources', 'requests', 'memory') !== undefined, 'requests no memory'],
      [at(container, 'resources', 'limits', 'memory') !== undefined, 'has no limit of memory'],
      [!/:latest$|^[^:]+$/.test(String(at(container, 'image'))), `has no version: ${String(at(container, 'image'))}`],
      ...probes.map((probe): [boolean, string] => [at(container, probe) !== undefined, `has no ${probe}`]),
    ];
    return [
      ...rules.filter(([holds]) => !holds).map(([, finding]) => `${nameOf(owner)} ${finding}`),
      ...lateVariables(container).map((name) => `${nameOf(owner)} uses $(${name}), which is not set before`),
    ];
  });
}

/** Kubernetes puts `$(NAME)` in a value only where the variable stands earlier in the list. */
function lateVariables(container: unknown): string[] {
  const before = new Set<string>();
  return listAt(container, 'env').flatMap((variable) => {
    const value = at(variable, 'value');
    const used = typeof value === 'string' ? [...value.matchAll(/\$\((\w+)\)/g)].map(([, name = '']) => name) : [];
    const late = used.filter((name) => !before.has(name));
    before.add(String(at(variable, 'name')));
    return late;
  });
}
