import { io } from 'socket.io-client';
import { percentile, sorted } from "./harness.js";
import { readyProject } from "./projects.js";
const missedCount = 1_000;
const parallelWrites = 20;
const returns = 50;
const warmUp = 5;
const answersWithinMs = 10_000;
/**
 * A client that missed 1,000 events comes back with its cursor: from the attempt to connect until it has all of them,
 * in order, and is told that it is live. First from what the gateway still remembers, then, after a restart of the whole
 * stack, from the log.
 */
export async function measureReturning(underTest) {
    const { stack, api } = await underTest.started();
    const projectId = await readyProject(api, 'Measure: returning');
    const cursor = (await api.board(projectId)).position;
    for (let created = 0; created < missedCount; created += parallelWrites) {
        const batch = Array.from({ length: parallelWrites }, (_, index) => `Card ${created + index}`);
        await Promise.all(batch.map((title) => api.createTask(projectId, { title })));
    }
    const remembered = await manyReturns(stack.url, projectId, cursor);
    await stack.stop();
    await stack.launch();
    const read = await manyReturns(stack.url, projectId, cursor);
    return [...figures('from memory', remembered), ...figures('from the log', read)];
}
function figures(from, samples) {
    const name = `live again after ${missedCount} missed events, ${from}`;
    return [
        { name: `${name}, p50`, value: percentile(samples, 0.5), unit: 'ms' },
        { name: `${name}, p99`, value: percentile(samples, 0.99), unit: 'ms', atMost: 300 },
    ];
}
async function manyReturns(url, projectId, cursor) {
    const samples = [];
    for (let index = 0; index < warmUp + returns; index++) {
        const milliseconds = await comeBack(url, projectId, cursor);
        if (index >= warmUp)
            samples.push(milliseconds);
    }
    return sorted(samples);
}
/** How long it takes, in milliseconds. */
async function comeBack(url, projectId, after) {
    const begin = performance.now();
    const socket = io(url, { transports: ['websocket'], forceNew: true });
    let received = 0;
    let last = after;
    let outOfOrder = false;
    socket.on('event', (fact) => {
        received += 1;
        outOfOrder ||= fact.position <= last;
        last = fact.position;
    });
    try {
        const synced = new Promise((resolve, reject) => {
            socket.once('synced', () => resolve());
            setTimeout(() => reject(new Error('The client did not become live.')), answersWithinMs).unref();
        });
        const [answer] = await Promise.all([
            socket.timeout(answersWithinMs).emitWithAck('subscribe', { projectId, after }),
            synced,
        ]);
        const milliseconds = performance.now() - begin;
        if (received < missedCount || outOfOrder) {
            throw new Error(`${received} events came, out of order: ${outOfOrder}. ${JSON.stringify(answer)}`);
        }
        return milliseconds;
    }
    finally {
        socket.close();
    }
}
//# sourceMappingURL=returning.js.map