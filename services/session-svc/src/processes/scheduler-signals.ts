import type { RecordedFact } from '@podium/proto';

/** Whether a fact may free a slot, ask for one, or let someone begin who had to wait. */
export function concernsQueue(fact: RecordedFact): boolean {
  switch (fact.type) {
    case 'podium.session.v1.SessionQueued':
    case 'podium.session.v1.SessionRequeued':
    case 'podium.session.v1.SessionRetryScheduled':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
    case 'podium.session.v1.QueueResumed':
    case 'podium.session.v1.BudgetWarned':
    case 'podium.session.v1.BudgetRestored':
    case 'podium.project.v1.ProjectCreated':
    case 'podium.project.v1.ProjectEdited':
    case 'podium.task.v1.TaskDependencyRemoved':
    case 'podium.task.v1.TaskMoved':
    case 'podium.task.v1.TaskExecutionCompleted':
    case 'podium.task.v1.TaskArchived':
    case 'podium.task.v1.TaskDeleted':
      return true;
    default:
      return false;
  }
}
