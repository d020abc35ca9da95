import type { IncomingMessage } from 'node:http';
import { problemOf } from '@podium/service-kit';
import { letIn, type Admission } from './person.ts';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Port: says who sent a request. @throws ProblemError 401 */
export interface Identifier {
  identify(request: IncomingMessage): Promise<Admission> | Admission;
}

export interface GuardOptions {
  /** Host names that are accepted beside loopback, lower-case. */
  readonly allowedHosts: readonly string[];
  readonly identifier: Identifier;
}

/**
 * The one check that every request and every socket passes before anything is done for it.
 *
 * `Host` is checked against DNS rebinding: a foreign page whose name points at loopback is not let in. `Origin` is
 * checked against cross-site requests: a browser sends it with every write and every socket. With reads it says in
 * `Sec-Fetch-Site` whose page asks: other sites may link to us, and load nothing of ours into their pages.
 */
export class Guard {
  readonly #allowedHosts: ReadonlySet<string>;
  readonly #identifier: Identifier;

  constructor({ allowedHosts, identifier }: GuardOptions) {
    this.#allowedHosts = new Set(allowedHosts);
    this.#identifier = identifier;
  }

  /** Lets a request in and says who sent it. @throws ProblemError 401 or 403 */
  async admit(request: IncomingMessage): Promise<Admission> {
    this.checkSite(request);
    const admission = await this.#identifier.identify(request);
    letIn(request, admission);
    return admission;
  }

  /** @throws ProblemError 403 for a foreign `Host` or `Origin`. */
  checkSite(request: IncomingMessage): void {
    this.checkHost(request);
    const { origin } = request.headers;
    const isForeign = origin === undefined ? isAskedElsewhere(request) : hostOf(origin) !== hostHeader(request);
    if (isForeign) throw problemOf('forbidden', 'Requests from other sites are not accepted.');
  }

  /** @throws ProblemError 403 for a foreign `Host`. */
  checkHost(request: IncomingMessage): void {
    const host = hostHeader(request);
    if (host === undefined || !this.#isAllowed(hostName(host))) {
      throw problemOf('forbidden', 'This name is not one of Podium. Add it to PODIUM_ALLOWED_HOSTS if it should be.');
    }
  }

  #isAllowed(name: string): boolean {
    return loopbackNames.has(name) || name.endsWith('.localhost') || this.#allowedHosts.has(name);
  }
}

/** Undefined where there is none, or several: others on the way may go by another one than Node does. */
function hostHeader(request: IncomingMessage): string | undefined {
  const [host, ...more] = request.headersDistinct['host'] ?? [];
  return more.length > 0 ? undefined : host?.toLowerCase();
}

/**
 * Whether a page of another origin asks, by anything but a link. Programs, and browsers that do not tell, are not meant.
 * Source: the W3C's "Fetch Metadata Request Headers"; `same-site` are also the other ports of this machine.
 */
function isAskedElsewhere({ method, headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  const isRead = method === 'GET' || method === 'HEAD';
  const isLink = isRead && headers['sec-fetch-mode'] === 'navigate';
  return (site === 'cross-site' || site === 'same-site') && !isLink;
}

/** `localhost:3000` -> `localhost`; `[::1]:3000` -> `[::1]`. */
function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** Host and port of an origin as the `Host` header would have them; undefined for `null` and nonsense. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
