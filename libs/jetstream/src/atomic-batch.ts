import { nuid, type NatsConnection } from 'nats';
import { translated } from './errors.ts';
import { publishForAck, type PublishAck, type StreamMessage } from './publish.ts';

/**
 * Publishes all messages or none. They get consecutive sequences; the acknowledgement has the last one's. Raw,
 * because the client does not know batches.
 * Source: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-50.md
 *
 * @throws what publishForAck throws.
 */
export async function publishBatch(nc: NatsConnection, messages: readonly StreamMessage[]): Promise<PublishAck> {
  const batchId = nuid.next();
  messages.forEach(({ headers }, index) => {
    headers.set('Nats-Batch-Id', batchId);
    headers.set('Nats-Batch-Sequence', String(index + 1));
  });
  const last = messages.at(-1);
  if (!last) throw new RangeError('A batch needs messages');
  last.headers.set('Nats-Batch-Commit', '1');
  try {
    for (const { subject, payload, headers } of messages.slice(0, -1)) nc.publish(subject, payload, { headers });
  } catch (error) {
    throw translated(error);
  }
  return publishForAck(nc, last);
}
