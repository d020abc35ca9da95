import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startAgent, type RunningAgent } from '../agent.ts';
import { loadConfig } from '../config.ts';

export const agentToken = 'token of the agent'.replaceAll(' ', '-');
export const proxyToken = 'token of the proxy'.replaceAll(' ', '-');
export const anthropicKey = 'sk-ant-very-secret';

/** What a provider was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A provider of models on loopback that records what it is asked. */
export class ProviderStandIn {
  readonly asked: Asked[] = [];
  /** What it answers; a JSON object unless told. */
  answer: (response: ServerResponse) => void = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
  };
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        this.asked.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
        this.answer(response);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

/** An agent with a workspace and a provider of its own. */
export class AgentWorld {
  readonly path = mkdtempSync(join(tmpdir(), 'podium agent '));
  readonly root = join(this.path, 'workspace');
  readonly provider = new ProviderStandIn();
  readonly logged: string[] = [];
  #agent: RunningAgent | undefined;

  async start(env: Record<string, string> = {}): Promise<void> {
    mkdirSync(this.root);
    const url = await this.provider.start();
    const config = loadConfig({
      WORKSPACE_PATH: this.root,
      FILES_HOST: '127.0.0.1',
      FILES_PORT: '0',
      PROXY_PORT: '0',
      AGENT_TOKEN: agentToken,
      PROXY_TOKEN: proxyToken,
      PROVIDER_KEYS: JSON.stringify({ anthropic: anthropicKey, openai: 'sk-openai', google: 'key-google' }),
      PROVIDER_URLS: JSON.stringify({ anthropic: `${url}/v1`, openai: `${url}/v1`, google: `${url}/v1beta` }),
      PATH: process.env['PATH'],
      ...env,
    });
    this.#agent = await startAgent(config, ({ msg }) => this.logged.push(msg));
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), content);
  }

  /** Asks the files API; with the right token unless told. */
  files(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${agentToken}`, ...(init.headers as Record<string, string>) };
    return fetch(`http://127.0.0.1:${this.#running.filesPort}${path}`, { ...init, headers });
  }

  get proxyUrl(): string {
    return `http://127.0.0.1:${this.#running.proxyPort}`;
  }

  async close(): Promise<void> {
    await this.#agent?.close();
    await this.provider.close();
    rmSync(this.path, { recursive: true, force: true });
  }

  get #running(): RunningAgent {
    if (!this.#agent) throw new Error('The agent was not started');
    return this.#agent;
  }
}
