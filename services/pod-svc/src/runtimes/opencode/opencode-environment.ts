import { delimiter, dirname, join } from 'node:path';
import type { ModelAccess } from './model-providers.ts';
import { opencodeConfig } from './opencode-config.ts';

/** Marks every process of a pod, the commands that its agent starts included. The value is the pod's own folder. */
export const podMarker = 'PODIUM_POD';

export interface OpencodeEnvironmentOptions {
  /** The pod's folder: its HOME, XDG and temporary folders are below it. */
  readonly podPath: string;
  readonly workspacePath: string;
  readonly password: string;
  readonly modelAccess: ModelAccess;
  /** Folder of a ripgrep that is certain to work; undefined to rely on the PATH. */
  readonly ripgrepPath: string | undefined;
  /** PATH of this service: agents need the machine's own tools (git, node, make). */
  readonly servicePath: string;
}

/** The whole environment of a pod's server. Nothing is inherited: secrets of the service must not reach an agent. */
export function opencodeEnvironment(options: OpencodeEnvironmentOptions): Record<string, string> {
  const home = join(options.podPath, 'home');
  return {
    ...(options.modelAccess.kind === 'providers' ? options.modelAccess.keys : {}),
    PATH: searchPath(options),
    HOME: home,
    SHELL: '/bin/bash',
    LANG: 'C.UTF-8',
    TMPDIR: join(options.podPath, 'tmp'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    // npm would ask its registry about itself, and tell the agent about it.
    NO_UPDATE_NOTIFIER: '1',
    npm_config_update_notifier: 'false',
    OPENCODE_SERVER_USERNAME: 'opencode',
    OPENCODE_SERVER_PASSWORD: options.password,
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_PROJECT_CONFIG: '1',
    OPENCODE_ENABLE_QUESTION_TOOL: '1',
    OPENCODE_CONFIG_CONTENT: JSON.stringify(opencodeConfig(options.modelAccess, options.workspacePath)),
    [podMarker]: options.podPath,
  };
}

/** npm puts the folders of its own programs first while it runs a script; they are no tools of the person. */
function searchPath({ ripgrepPath, servicePath }: OpencodeEnvironmentOptions): string {
  const own = servicePath
    .split(delimiter)
    .filter((folder) => folder !== '' && !/node_modules[\\/]\.bin$|node-gyp-bin$/.test(folder));
  return [...new Set([...(ripgrepPath ? [ripgrepPath] : []), ...own, dirname(process.execPath)])].join(delimiter);
}
