import { randomUUID } from 'node:crypto';
import type { NatsConnection, StreamConfig } from 'nats';
import { onReconnect } from './reconnects.ts';
import { streamInfo, streams } from './streams.ts';

/** Key in the metadata of the stream of facts. */
const key = 'podium.log';

const identities = new WeakMap<NatsConnection, { current: Promise<string> | undefined }>();

/**
 * Tells the log apart from every other one, an earlier or later life of its own included: another name whenever the
 * stream was made or restored. Asked for once per connection, as a log that is made anew takes the connection with it or
 * its services are stopped meanwhile.
 *
 * @throws LogUnavailableError, LogRefusedError
 */
export async function logIdentity(nc: NatsConnection): Promise<string> {
  let known = identities.get(nc);
  if (!known) {
    const fresh: { current: Promise<string> | undefined } = { current: undefined };
    identities.set(nc, (known = fresh));
    onReconnect(nc, () => (fresh.current = undefined));
  }
  const asked = (known.current ??= askForIdentity(nc));
  try {
    return await asked;
  } catch (error) {
    known.current = undefined;
    throw error;
  }
}

/** The configuration of a stream of facts that is restored: the same facts up to here, another life from here on. */
export function withNewIdentity(config: StreamConfig): StreamConfig {
  return { ...config, metadata: { ...config.metadata, [key]: randomUUID() } };
}

async function askForIdentity(nc: NatsConnection): Promise<string> {
  const { config, created } = await streamInfo(nc, streams.events);
  return config.metadata?.[key] ?? created;
}
