/** Port of the OpenCode server in its container. */
export const opencodePort = 3003;

/** Who made an object, as its labels say it. */
export const managerName = 'podium-pod-svc';

export const label = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  managedBy: 'app.kubernetes.io/managed-by',
  projectId: 'podium.dev/project-id',
} as const;

/** Value of `app.kubernetes.io/name` on everything that belongs to a project. */
export const projectAppName = 'podium-project';

/** `podium-<id>` must fit into the 63 characters that a host's name may have. */
const projectIdPattern = /^[a-z0-9]([a-z0-9-]{0,54}[a-z0-9])?$/;

/** Name of the project's pod and of what stands beside it. @throws TypeError for an id that can't be in a name. */
export function podName(projectId: string): string {
  return `podium-${checked(projectId)}`;
}

/** Name of the volume with the project's files. @throws TypeError */
export function workspaceName(projectId: string): string {
  return `workspace-${checked(projectId)}`;
}

/** Name of the container and of the Secret of the project's workspace agent. @throws TypeError */
export function agentNameOf(projectId: string): string {
  return `workspace-agent-${checked(projectId)}`;
}

function checked(projectId: string): string {
  if (!projectIdPattern.test(projectId)) throw new TypeError(`"${projectId}" is no project id`);
  return projectId;
}

export function labelsOf(projectId: string): Record<string, string> {
  return {
    [label.name]: projectAppName,
    [label.instance]: podName(projectId),
    [label.component]: 'runtime',
    [label.partOf]: 'podium',
    [label.managedBy]: managerName,
    [label.projectId]: projectId,
  };
}
