/** What a browser ended up with, after it had followed all redirects. */
export interface BrowserAnswer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const mostRedirects = 20;

/**
 * As much of a browser as signing in takes: it keeps cookies by host and path, follows redirects, and sends `Origin`
 * with writes. Ports share cookies, as in real ones.
 */
export class Browser {
  readonly #cookies = new Map<string, { readonly value: string; readonly host: string; readonly path: string }>();

  /** Opens an address as a person does. */
  async open(address: string, form?: Readonly<Record<string, string>>): Promise<BrowserAnswer> {
    let url = new URL(address);
    let body = form;
    for (let step = 0; step < mostRedirects; step += 1) {
      const response = await this.fetch(url.href, {
        method: body ? 'POST' : 'GET',
        headers: { accept: 'text/html' },
        ...(body ? { body: new URLSearchParams(body) } : {}),
      });
      const location = response.headers.get('location');
      if (location === null) {
        return { url, status: response.status, headers: response.headers, text: await response.text() };
      }
      url = new URL(location, url);
      body = undefined;
    }
    throw new Error(`${address} leads nowhere`);
  }

  /** Opens an address, and signs in as that person wherever the identity provider asks. */
  async signIn(address: string, login: string): Promise<BrowserAnswer> {
    let answer = await this.open(address);
    while (/\/interaction\//.test(answer.url.pathname)) {
      const prompt = /name="prompt" value="(\w+)"/.exec(answer.text)?.[1];
      if (!prompt) throw new Error(`The identity provider asks for nothing: ${answer.text}`);
      answer = await this.open(answer.url.href, { prompt, login, password: 'any' });
    }
    return answer;
  }

  /** One request with the cookies for it, and without following redirects. */
  async fetch(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address);
    const headers = new Headers(init.headers);
    const cookie = this.cookieFor(address);
    if (cookie) headers.set('cookie', cookie);
    if ((init.method ?? 'GET') !== 'GET') headers.set('origin', url.origin);
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line, url);
    return response;
  }

  /** The header `Cookie` for an address. */
  cookieFor(address: string): string {
    const { hostname, pathname } = new URL(address);
    return [...this.#cookies]
      .filter(([, { host, path }]) => host === hostname && (pathname === path || pathname.startsWith(asFolder(path))))
      .map(([key, { value }]) => `${key.split('\n', 1)[0] ?? ''}=${value}`)
      .join('; ');
  }

  #keep(line: string, url: URL): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const attribute = (wanted: string): string | undefined =>
      attributes.find((each) => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? '/';
    const key = [name, url.hostname, path].join('\n');
    const expires = attribute('expires');
    const isOver = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now());
    if (isOver) this.#cookies.delete(key);
    else this.#cookies.set(key, { value, host: url.hostname, path });
  }
}

function asFolder(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
