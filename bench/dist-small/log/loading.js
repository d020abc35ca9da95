import { JetStreamEventLog } from '@podium/jetstream';
import { median, percentile, sorted } from "../harness.js";
import { Scratch } from "../scratch.js";
import { seed } from "./seed.js";
import { newTasks, taskFacts } from "./task-facts.js";
const factsPerTask = 100;
const smallLogTasks = 10;
const largeLogTasks = 10_000;
/** Tasks that are worked on at the same time: their facts stand between one another's. */
const activeTasks = 100;
const rounds = 3;
const loadsPerRound = 1_000;
/** Loading a task of 100 facts from a short log and from a long one, in turns. */
export function measureLoading() {
    return Scratch.use(async (scratch) => {
        const small = await seededLog(scratch, 'small', smallLogTasks);
        const large = await seededLog(scratch, 'large', largeLogTasks);
        const smallRounds = [];
        const largeRounds = [];
        for (let round = 0; round < rounds; round++) {
            const samples = await loadInTurns(small, large, round);
            smallRounds.push(sorted(samples.small));
            largeRounds.push(sorted(samples.large));
        }
        return figures(smallRounds, largeRounds);
    });
}
function figures(small, large) {
    const at = (share, samples) => samples.map((own) => percentile(own, share));
    const smallP99 = at(0.99, small);
    const largeP99 = at(0.99, large);
    return [
        median({ name: 'load 100 facts from a log of 1,000, p50', unit: 'ms', rounds: at(0.5, small) }),
        median({ name: 'load 100 facts from a log of 1,000, p99', unit: 'ms', rounds: smallP99 }),
        median({ name: 'load 100 facts from a log of 1,000,000, p50', unit: 'ms', rounds: at(0.5, large) }),
        median({ name: 'load 100 facts from a log of 1,000,000, p99', unit: 'ms', rounds: largeP99 }),
        median({
            name: 'load from the large log against the small one, p99',
            unit: '×',
            atMost: 1.5,
            rounds: largeP99.map((value, round) => value / (smallP99[round] ?? 0)),
        }),
    ];
}
async function seededLog(scratch, name, taskCount) {
    const nc = await scratch.connect(await scratch.nats(name));
    const tasks = newTasks(taskCount);
    for (let start = 0; start < taskCount; start += activeTasks) {
        await seed(nc, taskFacts(tasks.slice(start, start + activeTasks), factsPerTask));
    }
    return { log: new JetStreamEventLog(nc), tasks };
}
async function loadInTurns(small, large, round) {
    const samples = { small: [], large: [] };
    for (let index = 0; index < loadsPerRound; index++) {
        samples.small.push(await load(small, index));
        samples.large.push(await load(large, round));
    }
    return samples;
}
async function load({ log, tasks }, index) {
    const task = tasks[index % tasks.length];
    if (!task)
        throw new Error('There are no tasks.');
    const begin = performance.now();
    const facts = await log.load(task);
    const milliseconds = performance.now() - begin;
    if (facts.length !== factsPerTask)
        throw new Error(`${facts.length} facts were loaded.`);
    return milliseconds;
}
//# sourceMappingURL=loading.js.map