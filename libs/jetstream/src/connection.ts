import { connect, type NatsConnection } from 'nats';

export interface NatsConnectionOptions {
  /** `nats://[user:password@]host:port`; several ones, separated by commas, for a cluster. */
  readonly url: string;
  /** Shown in the server's list of connections. */
  readonly name: string;
}

/**
 * Connects and stays connected: after a cut the client reconnects for ever. While it is away, whatever asks the log
 * fails with LogUnavailableError and whatever reads goes on from where it was.
 *
 * @throws the client's error when no server answers at first.
 */
export async function connectToNats({ url, name }: NatsConnectionOptions): Promise<NatsConnection> {
  const servers = url.split(',').map((server) => new URL(server.trim()));
  const user = servers.find((server) => server.username);
  return connect({
    servers: servers.map((server) => server.host),
    name,
    ...(user ? { user: decodeURIComponent(user.username), pass: decodeURIComponent(user.password) } : {}),
    reconnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    reconnectJitter: 200,
    pingInterval: 10_000,
    maxPingOut: 2,
    // One stack trace per request costs more than the request.
    noAsyncTraces: true,
  });
}
