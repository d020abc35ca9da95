import type { PodiumApi } from '@podium/stack-driver';
/** A project whose pod is ready; the pod's start would disturb a measurement. */
export declare function readyProject(api: PodiumApi, name: string): Promise<string>;
//# sourceMappingURL=projects.d.ts.map