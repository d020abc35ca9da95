import { randomUUID } from 'node:crypto';
import { schemaOf, TaskPriority, TaskStatus } from '@podium/proto';
const title = 'Show the elapsed time on running cards';
const description = 'The badge of a running card says since when its session runs, updates every second, and survives a reload.';
const time = '2026-01-01T00:00:00.000Z';
/** So many tasks of one project. */
export function newTasks(count) {
    const projectId = randomUUID();
    return Array.from({ length: count }, () => ({ projectId, context: 'task', id: randomUUID() }));
}
/**
 * The fact that a task of the product would have at a version (from 1): it is created, executed, reviewed and moved,
 * again and again.
 */
export function taskFact(aggregate, version) {
    const { type, data } = version === 1 ? created(aggregate.id) : laterFact(aggregate.id, version);
    return {
        specversion: '1.0',
        id: randomUUID(),
        source: '/podium/task-svc',
        type,
        subject: `${aggregate.projectId}/${aggregate.context}/${aggregate.id}`,
        time,
        datacontenttype: 'application/json',
        dataschema: dataSchemaOf(type),
        data,
        correlationid: randomUUID(),
        causationid: randomUUID(),
        actor: 'user:local-owner',
        version,
    };
}
/** The facts of many tasks, each task's first one, then each one's second, … */
export function* taskFacts(tasks, perTask) {
    for (let version = 1; version <= perTask; version++)
        for (const task of tasks)
            yield taskFact(task, version);
}
function created(taskId) {
    return {
        type: 'podium.task.v1.TaskCreated',
        data: { taskId, title, description, priority: TaskPriority.MEDIUM, rank: 'a0' },
    };
}
function laterFact(taskId, version) {
    const { TODO, IN_PROGRESS, AI_REVIEW } = TaskStatus;
    const sessionId = taskId;
    switch (version % 4) {
        case 2: {
            const move = { from: TODO, to: IN_PROGRESS };
            const data = { taskId, sessionId, title, prompt: description, priority: TaskPriority.MEDIUM, ...move };
            return { type: 'podium.task.v1.TaskExecutionStarted', data };
        }
        case 3:
            return {
                type: 'podium.task.v1.TaskExecutionCompleted',
                data: { taskId, sessionId, from: IN_PROGRESS, to: AI_REVIEW },
            };
        case 0:
            return { type: 'podium.task.v1.TaskMoved', data: { taskId, from: AI_REVIEW, to: TODO, rank: `a${version}` } };
        default:
            return { type: 'podium.task.v1.TaskEdited', data: { taskId, title: `${title}, take ${version}` } };
    }
}
const schemas = new Map();
function dataSchemaOf(type) {
    let schema = schemas.get(type);
    if (schema === undefined)
        schemas.set(type, (schema = schemaOf(type)));
    return schema;
}
//# sourceMappingURL=task-facts.js.map