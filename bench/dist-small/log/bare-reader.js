import { streams } from '@podium/jetstream';
/** Messages asked for at a time. Measured: neither fewer nor more are faster. */
const maxMessages = 5_000;
/** The client's own ordered consumer from the first message up to a sequence: parses every message, keeps nothing. */
export async function readBare(nc, until) {
    const decoder = new TextDecoder();
    const consumer = await nc.jetstream().consumers.get(streams.events);
    let reached = () => undefined;
    let failed = (_) => undefined;
    const reading = new Promise((resolve, reject) => {
        reached = resolve;
        failed = reject;
    });
    let expected = 1;
    const messages = await consumer.consume({
        max_messages: maxMessages,
        callback: (message) => {
            const fact = JSON.parse(decoder.decode(message.data));
            if (message.seq !== expected || typeof fact.id !== 'string') {
                failed(new Error(`Message ${message.seq} came instead of fact ${expected}.`));
            }
            expected += 1;
            if (message.seq === until)
                reached();
        },
    });
    try {
        await reading;
    }
    finally {
        await messages.close();
    }
}
//# sourceMappingURL=bare-reader.js.map