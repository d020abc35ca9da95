import type { AgentTokens } from '@podium/service-kit';
import type { ModelAccess } from '../opencode/model-providers.ts';
import { keysByProvider } from './proxied-models.ts';

/** Of the files API, which pod-svc asks. */
export const filesPort = 3001;
/** Of the session proxy, which only the pod itself reaches: it listens on loopback. */
export const proxyPort = 3002;

/** Name of the container, and of what is told about it. */
export const agentName = 'workspace-agent';

export interface AgentDetails {
  readonly agentTokens: AgentTokens;
  readonly modelAccess: ModelAccess;
}

/** What only the agent may know, by the names under which it looks for it. */
export function agentSecrets({ agentTokens: { files, proxy }, modelAccess }: AgentDetails): Record<string, string> {
  return { AGENT_TOKEN: files, PROXY_TOKEN: proxy, PROVIDER_KEYS: JSON.stringify(keysByProvider(modelAccess)) };
}

/** The rest of its configuration. */
export function agentVariables(
  workspacePath: string,
  providerUrls: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    WORKSPACE_PATH: workspacePath,
    FILES_PORT: String(filesPort),
    PROXY_PORT: String(proxyPort),
    PROVIDER_URLS: JSON.stringify(providerUrls),
  };
}
