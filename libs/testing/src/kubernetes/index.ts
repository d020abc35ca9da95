export { KubeApiServer, type SeenRequest } from './kube-api-server.ts';
export type { ApiObject } from './resources.ts';
export { resourceType } from './resources.ts';
export {
  crashLoops,
  endsAfter,
  endsAtStart,
  evicted,
  exited,
  imagePullFails,
  initFails,
  mountFails,
  oomKilled,
  runs,
  unschedulable,
  waitsFor,
  type PodScript,
  type PodStatus,
} from './pod-scripts.ts';
