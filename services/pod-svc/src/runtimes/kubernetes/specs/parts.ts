import type { V1SecurityContext } from '@kubernetes/client-node';

/** What every container of a pod may do, which is as little as the pod security standard `restricted` asks for. */
export const contained: V1SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

export const workspaceVolume = 'workspace';
export const temporaryVolume = 'temporary';
