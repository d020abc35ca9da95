import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNats } from '@podium/embedded-servers';
import { connect, StorageType } from 'nats';
import { measure, sorted } from "./harness.js";
/** About what a fact with its envelope takes. */
const payload = new Uint8Array(1024).fill(120);
/** The floor under every figure: the same NATS server with the same settings on the same disk, and nothing of ours. */
export async function measureRawEngine(count, parallel) {
    const storeDir = mkdtempSync(join(tmpdir(), 'podium-bench-nats-'));
    const server = await startNats({ storeDir });
    try {
        // The client does not read a user and a password out of a URL.
        const { host, username, password } = new URL(server.url);
        const connection = await connect({ servers: host, user: username, pass: password });
        const manager = await connection.jetstreamManager();
        await manager.streams.add({ name: 'RAW', subjects: ['raw.>'], storage: StorageType.File });
        const jetstream = connection.jetstream();
        const publish = await measurePublish(jetstream, count, parallel);
        const deliver = await measureDelivery(jetstream, count);
        await connection.close();
        return { publish, deliver };
    }
    finally {
        await server.stop();
        rmSync(storeDir, { recursive: true, force: true });
    }
}
async function measurePublish(jetstream, count, parallel) {
    await measure(parallel * 2, parallel, (index) => jetstream.publish(`raw.warm.${index}`, payload));
    return measure(count, parallel, (index) => jetstream.publish(`raw.a.${index}`, payload));
}
async function measureDelivery(jetstream, count) {
    const consumer = await jetstream.consumers.get('RAW', { filterSubjects: 'raw.b.>' });
    const messages = await consumer.consume();
    const arrivals = messages[Symbol.asyncIterator]();
    const samples = [];
    for (let index = 0; index < count; index++) {
        const begin = performance.now();
        const published = jetstream.publish(`raw.b.${index}`, payload);
        await arrivals.next();
        samples.push(performance.now() - begin);
        await published;
    }
    await messages.close();
    return sorted(samples);
}
//# sourceMappingURL=raw-engine.js.map