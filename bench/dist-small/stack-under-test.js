import { PodiumApi, PodiumStack } from '@podium/stack-driver';
import { measureRawEngine } from "./raw-engine.js";
/** One stack for all measurements that need one, started by the first of them. */
export class StackUnderTest {
    #started;
    #raw;
    /** Running; the same one each time. */
    started() {
        return (this.#started ??= start());
    }
    /** The floor under figures of the stack, measured while the stack idles. */
    rawEngine() {
        return (this.#raw ??= measureRawEngine(500, 50));
    }
    async close() {
        // Whoever started it got its error.
        const started = await this.#started?.catch(() => undefined);
        await started?.stack.dispose();
    }
}
async function start() {
    const begin = performance.now();
    // What is measured is the way of a request, not the limit that keeps one client from taking everything.
    const stack = await PodiumStack.start({ env: { PODIUM_WRITES_PER_SECOND: '100000' } });
    return { stack, api: new PodiumApi(stack.url), startSeconds: (performance.now() - begin) / 1000 };
}
//# sourceMappingURL=stack-under-test.js.map