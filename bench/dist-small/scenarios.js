import { measureExecute } from "./execute.js";
import { measureLive } from "./live.js";
import { measureCommands } from "./log/commands.js";
import { measureLoading } from "./log/loading.js";
import { measureRebuild } from "./log/rebuild.js";
import { measureReturning } from "./returning.js";
import { StackUnderTest } from "./stack-under-test.js";
import { measureFreshClone, measureIdle } from "./start.js";
/** In the order in which they are measured; the first ones share a stack, which ends with `close`. */
export function allScenarios() {
    const shared = new StackUnderTest();
    const onStack = (name, about, measure) => ({
        name,
        about,
        measure: () => measure(shared),
    });
    return {
        scenarios: [
            onStack('start', 'npm start on built sources, and the idle stack', measureIdle),
            onStack('execute', 'POST …/execute against the raw engine', measureExecute),
            onStack('live', 'facts on their way to 100 Socket.IO clients', measureLive),
            onStack('returning', 'a client that missed 1,000 events comes back', measureReturning),
            { name: 'rebuild', about: 'a projection of 1,000,000 facts is built anew', measure: measureRebuild },
            { name: 'commands', about: 'load, decide, append; against bare appends and Emmett', measure: measureCommands },
            { name: 'loading', about: 'one aggregate out of a short and a long log', measure: measureLoading },
            { name: 'clone', about: 'npm start on a fresh clone', measure: measureFreshClone },
        ],
        close: () => shared.close(),
    };
}
//# sourceMappingURL=scenarios.js.map