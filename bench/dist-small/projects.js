import { setTimeout as sleep } from 'node:timers/promises';
const readyWithinSeconds = 120;
/** A project whose pod is ready; the pod's start would disturb a measurement. */
export async function readyProject(api, name) {
    const { id } = await api.createProject({ name });
    const deadline = Date.now() + readyWithinSeconds * 1000;
    while ((await api.board(id)).pod?.status !== 'ready') {
        if (Date.now() > deadline)
            throw new Error(`The pod of "${name}" was not ready within ${readyWithinSeconds} s.`);
        await sleep(200);
    }
    return id;
}
//# sourceMappingURL=projects.js.map