import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Workspace } from '@podium/workspace';
import type { AgentConfig } from './config.ts';
import { FileChanges } from './files/file-changes.ts';
import { createFilesServer } from './files/files-server.ts';
import { createSessionProxy } from './proxy/session-proxy.ts';

/** The agent's two servers, listening. */
export interface RunningAgent {
  readonly filesPort: number;
  readonly proxyPort: number;
  close(): Promise<void>;
}

export type Log = (line: { readonly level: 'info' | 'warn' | 'error'; readonly msg: string }) => void;

/** Starts both servers, or none. @throws the system's error where a port is taken. */
export async function startAgent(config: AgentConfig, log: Log): Promise<RunningAgent> {
  const { AGENT_TOKEN, PROXY_TOKEN, PROVIDER_KEYS, PROVIDER_URLS } = config;
  const proxy = createSessionProxy({
    token: PROXY_TOKEN,
    keys: PROVIDER_KEYS,
    urls: PROVIDER_URLS,
    onTrouble: (message) => log({ level: 'warn', msg: `a request to a provider failed: ${message}` }),
  });
  const changes = new FileChanges(config.WORKSPACE_PATH);
  const files = createFilesServer({
    workspace: new Workspace(config.WORKSPACE_PATH, config.PATH),
    changes,
    token: AGENT_TOKEN,
    secrets: [AGENT_TOKEN, PROXY_TOKEN, ...Object.values(PROVIDER_KEYS)],
    isHealthy: () => proxy.listening,
    onTrouble: (error) => log({ level: 'error', msg: error instanceof Error ? (error.stack ?? '') : String(error) }),
  });
  const proxyPort = await listen(proxy, config.PROXY_PORT, config.PROXY_HOST);
  try {
    const filesPort = await listen(files, config.FILES_PORT, config.FILES_HOST);
    return {
      filesPort,
      proxyPort,
      async close() {
        await changes.close();
        await Promise.all([close(files), close(proxy)]);
      },
    };
  } catch (error) {
    await close(proxy);
    throw error;
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
