import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats } from '@podium/embedded-servers';
import { connect, StorageType } from 'nats';
import { measure, sorted, type Samples } from './harness.ts';

/** About what a fact with its envelope takes. */
const payload = new Uint8Array(1024).fill(120);

export interface RawEngine {
  /** Publish to acknowledgement. */
  publish: Samples;
  /** Publish to delivery at one consumer, one message at a time. */
  deliver: Samples;
}

/** The floor under every figure: the same NATS server with the same settings on the same disk, and nothing of ours. */
export async function measureRawEngine(count: number, parallel: number): Promise<RawEngine> {
  const storeDir = mkdtempSync(join(tmpdir(), 'podium-bench-nats-'));
  const server = await startNats({ storeDir });
  const connection = await connect({ servers: server.url });
  try {
    const manager = await connection.jetstreamManager();
    await manager.streams.add({ name: 'RAW', subjects: ['raw.>'], storage: StorageType.File });
    const jetstream = connection.jetstream();
    await measure(parallel * 2, parallel, (index) => jetstream.publish(`raw.warm.${index}`, payload));
    const publish = await measure(count, parallel, (index) => jetstream.publish(`raw.a.${index}`, payload));

    const consumer = await jetstream.consumers.get('RAW', { filterSubjects: 'raw.b.>' });
    const messages = await consumer.consume();
    const arrivals = messages[Symbol.asyncIterator]();
    const deliver: number[] = [];
    for (let index = 0; index < count; index++) {
      const begin = performance.now();
      await Promise.all([arrivals.next(), jetstream.publish(`raw.b.${index}`, payload)]);
      deliver.push(performance.now() - begin);
    }
    await messages.close();
    return { publish, deliver: sorted(deliver) };
  } finally {
    await connection.close();
    await server.stop();
    rmSync(storeDir, { recursive: true, force: true });
  }
}
