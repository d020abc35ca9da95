import { reject, type Rejected } from '@podium/event-sourcing';

export function taskNotFound(): Rejected {
  return reject('task_not_found', 'There is no such task.');
}

/** An archived card is put back before anything happens to it. */
export function taskArchived(): Rejected {
  return reject('task_archived', 'This task is archived. Put it back on the board first.');
}
