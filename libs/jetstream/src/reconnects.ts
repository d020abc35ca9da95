import type { NatsConnection } from 'nats';

/** One listener per connection: the client keeps every iterator over its status until the connection closes. */
const listeners = new WeakMap<NatsConnection, Set<() => void>>();

/** Calls back each time that the connection is up again after a cut. Returns how to stop that. */
export function onReconnect(nc: NatsConnection, callback: () => void): () => void {
  let callbacks = listeners.get(nc);
  if (!callbacks) {
    callbacks = new Set();
    listeners.set(nc, callbacks);
    void follow(nc, callbacks);
  }
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

async function follow(nc: NatsConnection, callbacks: ReadonlySet<() => void>): Promise<void> {
  for await (const { type } of nc.status()) {
    if (String(type) === 'reconnect') for (const callback of [...callbacks]) callback();
  }
}
