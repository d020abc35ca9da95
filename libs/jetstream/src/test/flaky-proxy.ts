import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy in front of a server that can swallow its answers and cut its connections. */
export interface FlakyProxy {
  /** The server's URL, through the proxy. */
  readonly url: string;
  /** From now on nothing that the server says reaches its clients. */
  swallowAnswers(): void;
  /** Ends all connections; new ones are normal again. */
  cut(): void;
  close(): Promise<void>;
}

export async function flakyProxy(serverUrl: string): Promise<FlakyProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let swallowing = false;
  const server = createServer((client) => {
    const upstream = connectTo(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      // A cut connection is what this is for.
      socket.on('error', () => socket.destroy());
    }
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      if (!swallowing) client.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(serverUrl);
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    swallowing = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.toString(),
    swallowAnswers: () => (swallowing = true),
    cut,
    close: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
