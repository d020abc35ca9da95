import { resolve } from 'node:path';
import { podPassword } from '@podium/service-kit';
import type { PodConfig } from '../../config.ts';
import { findOpencode, findRipgrep } from './binaries.ts';
import { LocalRuntime } from './local-runtime.ts';

const startTimeoutSeconds = 60;

export function localRuntimeOf(config: PodConfig): LocalRuntime {
  return new LocalRuntime({
    dataPath: resolve(config.PODIUM_DATA ?? ''),
    opencodeProgram: findOpencode(config.PODIUM_OPENCODE_BIN),
    ripgrepPath: findRipgrep(),
    servicePath: config.servicePath,
    podHost: config.PODIUM_POD_HOST,
    modelAccess: config.modelAccess,
    passwordOf: (projectId) => podPassword(config.PODIUM_SECRET, projectId),
    startTimeoutSeconds: config.PODIUM_POD_START_TIMEOUT_SECONDS ?? startTimeoutSeconds,
    clone: {
      cloneTimeoutSeconds: config.PODIUM_CLONE_TIMEOUT_SECONDS,
      cloneProtocols: ['https', 'ssh'],
      cloneEnvironment: config.cloneEnvironment,
    },
  });
}
