import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** An event of OpenCode, as far as tests look at it. */
export interface RuntimeEvent {
  readonly type: string;
  readonly properties: { readonly delta?: string; readonly sessionID?: string };
}

/**
 * Talks to a project's OpenCode server past all of Podium, as only somebody on its machine can: the password is read
 * from the server's own environment. Linux only.
 */
export class RuntimeDoor {
  readonly #endpoint: string;
  readonly #workspace: string;
  readonly #authorization: string;

  /** @param projectFolder where the project's pod has its files. */
  constructor(projectFolder: string) {
    const record = JSON.parse(readFileSync(join(projectFolder, 'pod.json'), 'utf8')) as {
      endpoint: string;
      pid: number;
    };
    this.#endpoint = record.endpoint;
    this.#workspace = join(projectFolder, 'workspace');
    const name = 'OPENCODE_SERVER_PASSWORD=';
    const environment = readFileSync(`/proc/${record.pid}/environ`, 'utf8').split('\0');
    const password = environment.find((entry) => entry.startsWith(name))?.slice(name.length) ?? '';
    this.#authorization = `Basic ${Buffer.from(`opencode:${password}`).toString('base64')}`;
  }

  /** Returns the id of the conversation. */
  async createSession(title: string): Promise<string> {
    return ((await this.#ask('POST', '/session', { title })) as { id: string }).id;
  }

  async prompt(sessionId: string, text: string): Promise<void> {
    await this.#ask('POST', `/session/${sessionId}/prompt_async`, { parts: [{ type: 'text', text }] });
  }

  /** Of the conversations that are at work, by their ids. */
  status(): Promise<unknown> {
    return this.#ask('GET', '/session/status');
  }

  async sessionIds(): Promise<string[]> {
    return ((await this.#ask('GET', '/session')) as { id: string }[]).map(({ id }) => id);
  }

  /** All events from now on, until the signal. */
  async *events(signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    const response = await fetch(this.#url('/event'), { headers: this.#headers(), signal });
    if (!response.body) throw new Error(`GET /event was answered with ${response.status}`);
    const messages = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    try {
      for await (const { data } of messages) yield JSON.parse(data) as RuntimeEvent;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  #url(path: string): URL {
    const url = new URL(path, this.#endpoint);
    url.searchParams.set('directory', this.#workspace);
    return url;
  }

  #headers(): Record<string, string> {
    return { authorization: this.#authorization, 'content-type': 'application/json' };
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(this.#url(path), {
      method,
      headers: this.#headers(),
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
