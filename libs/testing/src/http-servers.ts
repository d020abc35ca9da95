import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** HTTP servers that stand in for whatever a program asks, also for a hostile one. Closed all at once. */
export class HttpServers {
  readonly #servers: Server[] = [];

  /** Starts one on a free port of loopback. Gives its base URL, without a slash at the end. */
  async serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    this.#servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Breaks off what still goes on. More can be started afterwards. */
  close(): void {
    for (const server of this.#servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  }
}
