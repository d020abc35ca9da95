import { fact, reject } from '@podium/event-sourcing';
import { TaskPriority, TaskStatus } from '@podium/proto';
/** The rules of a card as far as the measurement needs them, on the product's contracts. */
export const card = {
    initialState: { kind: 'none' },
    decide(state, command) {
        switch (command.kind) {
            case 'create': {
                if (state.kind !== 'none')
                    return reject('task_exists', 'There is such a card already.');
                const text = { title: 'A card that is moved', description: 'Up and down its column, again and again.' };
                const data = { taskId: command.taskId, ...text, priority: TaskPriority.MEDIUM, rank: 'a0' };
                return [fact('podium.task.v1.TaskCreated', data)];
            }
            case 'move': {
                if (state.kind !== 'live')
                    return reject('task_not_found', 'There is no such card.');
                const { taskId, rank } = command;
                return [fact('podium.task.v1.TaskMoved', { taskId, from: TaskStatus.TODO, to: TaskStatus.TODO, rank })];
            }
        }
    },
    evolve(state, recorded) {
        switch (recorded.type) {
            case 'podium.task.v1.TaskCreated':
            case 'podium.task.v1.TaskMoved':
                return { kind: 'live', rank: recorded.data.rank };
            default:
                return state;
        }
    },
};
/** The first command creates the card, each later one moves it. */
export function cardCommand(taskId, number) {
    return number === 0 ? { kind: 'create', taskId } : { kind: 'move', taskId, rank: `a${number}` };
}
//# sourceMappingURL=card.js.map