import { randomBytes } from 'node:crypto';
import { freePort } from './free-port.ts';
import { freshNats, type FreshNats } from './fresh-nats.ts';

/** A cluster of NATS servers of one test's own, on loopback; each of them may be killed and started again. */
export interface FreshNatsCluster {
  /** Of all servers, separated by commas. */
  readonly url: string;
  /** By their names, `n1` and so on. */
  readonly servers: ReadonlyMap<string, FreshNats>;
  /** Stops all and removes their streams. */
  dispose(): Promise<void>;
}

/** Starts a cluster and returns once it has agreed on who leads it. */
export async function freshNatsCluster(size = 3): Promise<FreshNatsCluster> {
  const names = Array.from({ length: size }, (_, index) => `n${index + 1}`);
  const routePorts = await Promise.all(names.map(() => freePort()));
  const routes = routePorts.map((port) => `nats://127.0.0.1:${port}`);
  const password = randomBytes(24).toString('base64url');
  const started = await Promise.all(
    names.map(async (name, index) => {
      const cluster = `cluster { name: test, listen: "127.0.0.1:${routePorts[index]}", routes: ${JSON.stringify(routes)} }`;
      const server = await freshNats({ password, configExtras: `server_name: ${name}\n${cluster}` });
      return [name, server] as const;
    }),
  );
  return {
    url: started.map(([, { url }]) => url).join(','),
    servers: new Map(started),
    async dispose() {
      await Promise.all(started.map(([, server]) => server.dispose()));
    },
  };
}
