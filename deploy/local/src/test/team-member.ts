import type { Browser } from '@podium/testing/identity-provider';
import { io, type Socket } from 'socket.io-client';
import type { ApiAnswer } from './door.ts';

/** A signed-in person at their browser. */
export class TeamMember {
  readonly browser: Browser;
  readonly actor: string;
  readonly name: string;
  readonly #url: string;
  #written = 0;

  private constructor(url: string, browser: Browser, { actor, name }: { actor: string; name: string }) {
    this.#url = url;
    this.browser = browser;
    this.actor = actor;
    this.name = name;
  }

  static async of(url: string, browser: Browser): Promise<TeamMember> {
    const me = (await (await browser.fetch(`${url}/api/me`)).json()) as { actor: string; name: string };
    return new TeamMember(url, browser, me);
  }

  /** The same person and browser, at another gateway. */
  at(url: string): TeamMember {
    return new TeamMember(url, this.browser, this);
  }

  /** Reads contain what this person wrote before. */
  async call(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
    const response = await this.browser.fetch(`${this.#url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? { 'if-position': String(this.#written) } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#written = Math.max(this.#written, Number(response.headers.get('podium-position') ?? 0));
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  }

  /** The same, and throws for a problem. */
  async ok(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, body: answer } = await this.call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A link that lets someone in to a project. */
  async invite(projectId: string, role = 'member'): Promise<{ id: string; token: string }> {
    const { id, url } = await this.ok('POST', `/api/projects/${projectId}/invitations`, { role });
    return { id: String(id), token: new URL(String(url)).searchParams.get('token') ?? '' };
  }

  accept(token: string): Promise<ApiAnswer> {
    return this.call('POST', '/api/invitations/accept', { token });
  }

  async connect(): Promise<TeamSocket> {
    const socket = io(this.#url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { cookie: this.browser.cookieFor(this.#url) },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new TeamSocket(socket);
  }
}

/** A connected page, which remembers what it was sent. */
export class TeamSocket {
  readonly socket: Socket;
  readonly #received = new Map<string, unknown[]>();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, body: unknown) => this.#received.set(name, [...this.all(name), body]));
  }

  /** Bodies of all messages of that name so far. */
  all<Body = Record<string, unknown>>(name: string): Body[] {
    return (this.#received.get(name) ?? []) as Body[];
  }

  ask(name: string, body: unknown): Promise<Record<string, unknown>> {
    return this.socket.timeout(30_000).emitWithAck(name, body) as Promise<Record<string, unknown>>;
  }
}
