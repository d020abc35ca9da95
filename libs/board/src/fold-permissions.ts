import type { RecordedFact } from '@podium/proto';
import type { AllowedActionView, ProjectView } from './views.ts';

/** What a fact changes of what a project's agents are always allowed; undefined where it changes nothing. */
export function permissionsChange(
  { allowed_actions: allowed }: Pick<ProjectView, 'allowed_actions'>,
  fact: RecordedFact,
): Pick<ProjectView, 'allowed_actions'> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.PermissionGranted': {
      const { action, patterns, taskId: task_id, sessionId: session_id } = fact.data;
      const by = { allowed_by: fact.actor, allowed_at: fact.time, task_id, session_id };
      return { allowed_actions: [...allowed, ...patterns.map((pattern) => ({ action, pattern, ...by }))] };
    }
    case 'podium.session.v1.PermissionRevoked': {
      const { action, pattern } = fact.data;
      return { allowed_actions: allowed.filter((one) => !isThat(one, action, pattern)) };
    }
    default:
      return undefined;
  }
}

function isThat(one: AllowedActionView, action: string, pattern: string): boolean {
  return one.action === action && one.pattern === pattern;
}
