import { TaskPriority, TaskStatus, type RecordedFact } from '@podium/proto';
import { fact, reject, type Decider } from '../decider.ts';

/** A small decider on real contracts: a task that can be moved any number of times and deleted once. */
export type TicketState =
  | { readonly status: 'absent' }
  | { readonly status: 'there'; readonly ranks: readonly string[] }
  | { readonly status: 'deleted' };

export type TicketCommand =
  | { readonly name: 'create'; readonly id: string }
  | { readonly name: 'move'; readonly ranks: readonly string[] }
  | { readonly name: 'delete' };

export const ticket: Decider<TicketState, TicketCommand> = {
  initialState: { status: 'absent' },
  decide(state, command) {
    switch (command.name) {
      case 'create':
        if (state.status !== 'absent') return reject('ticket_exists', 'There is such a ticket already.');
        return [
          fact('podium.task.v1.TaskCreated', {
            taskId: command.id,
            title: 't',
            description: '',
            priority: TaskPriority.MEDIUM,
            rank: 'a',
          }),
        ];
      case 'move':
        if (state.status !== 'there') return reject('ticket_not_found', 'There is no such ticket.');
        return command.ranks.map((rank) =>
          fact('podium.task.v1.TaskMoved', { taskId: 'x', from: TaskStatus.TODO, to: TaskStatus.TODO, rank }),
        );
      case 'delete':
        return state.status === 'there' ? [fact('podium.task.v1.TaskDeleted', { taskId: 'x' })] : [];
    }
  },
  evolve(state: TicketState, recorded: RecordedFact): TicketState {
    switch (recorded.type) {
      case 'podium.task.v1.TaskCreated':
        return { status: 'there', ranks: [recorded.data.rank] };
      case 'podium.task.v1.TaskMoved':
        return state.status === 'there' ? { status: 'there', ranks: [...state.ranks, recorded.data.rank] } : state;
      case 'podium.task.v1.TaskDeleted':
        return { status: 'deleted' };
      default:
        return state;
    }
  },
};
