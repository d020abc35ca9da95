import { measure, percentile } from "./harness.js";
import { readyProject } from "./projects.js";
const parallel = 50;
const count = 500;
const warmUp = 100;
/**
 * `POST …/execute`. The first sessions hang and hold the project's slots, so that the rest wait in the queue: what is
 * measured is the way of the request, not a machine full of agents.
 */
export async function measureExecute(underTest) {
    const { api } = await underTest.started();
    const { publish } = await underTest.rawEngine();
    const projectId = await readyProject(api, 'Measure: execute');
    const tasks = await Promise.all(Array.from({ length: warmUp + count }, (_, index) => api.createTask(projectId, { title: `Hang ${index}` })));
    const execute = async (index) => {
        const task = tasks[index];
        if (!task)
            throw new Error(`There is no task ${index}.`);
        await api.execute(task);
    };
    await measure(warmUp, parallel, execute);
    const samples = await measure(count, parallel, (index) => execute(warmUp + index));
    await api.deleteProject(projectId);
    const ratio = percentile(samples, 0.5) / percentile(publish, 0.5);
    return [
        { name: `raw publish and acknowledge, ${parallel} in parallel, p50`, value: percentile(publish, 0.5), unit: 'ms' },
        { name: `execute, ${parallel} in parallel, p50`, value: percentile(samples, 0.5), unit: 'ms' },
        { name: `execute, ${parallel} in parallel, p99`, value: percentile(samples, 0.99), unit: 'ms', atMost: 100 },
        { name: 'execute p50 against raw publish p50', value: ratio, unit: '×', atMost: 6 },
    ];
}
//# sourceMappingURL=execute.js.map