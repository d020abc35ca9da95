import { problemOf, standardProblems, type ProblemCatalogue, type ProblemError } from '@podium/service-kit';

/** How refusals by the services, and the gateway's own, look to a client. Codes not named here are answered with 422. */
export const gatewayProblems: ProblemCatalogue = {
  ...standardProblems,
  project_not_found: { status: 404, title: 'There is no such project' },
  task_not_found: { status: 404, title: 'There is no such task' },
  session_not_found: { status: 404, title: 'There is no such session' },
  request_not_found: { status: 404, title: 'There is no such request' },
  change_not_found: { status: 404, title: 'The turn has no such change' },
  no_output: { status: 404, title: 'There is no output yet' },
  project_exists: { status: 409, title: 'The project exists already' },
  task_exists: { status: 409, title: 'The task exists already' },
  no_active_session: { status: 409, title: 'No agent is working on the task' },
  gate_not_found: { status: 404, title: 'The session has not asked this' },
  gate_closed: { status: 409, title: 'This does not wait for an answer any more' },
  permission_not_found: { status: 404, title: 'Agents have to ask for this already' },
  session_not_queued: { status: 409, title: 'The session does not wait for a slot' },
  session_not_retrying: { status: 409, title: 'The session does not wait for another try' },
  session_ended: { status: 409, title: 'The session has ended already' },
  session_closing: { status: 409, title: 'The session is about to end' },
  too_many_prompts: { status: 409, title: 'Too many prompts wait' },
  prompt_not_found: { status: 404, title: 'There is no such prompt waiting' },
  prompt_sent: { status: 409, title: 'The agent has got the prompt already' },
  attachment_not_found: { status: 404, title: 'There is no such attachment' },
  message_not_found: { status: 404, title: 'The conversation has no such message' },
  no_conversation: { status: 409, title: 'The session has no conversation any more' },
  not_reverted: { status: 409, title: 'The session was not put back' },
  path_refused: { status: 403, title: 'This is not inside of the workspace' },
  not_a_file: { status: 409, title: 'This is no file' },
  range_invalid: { status: 416, title: 'The file is shorter' },
  pod_failed: { status: 409, title: 'The pod could not be started' },
  not_a_directory: { status: 404, title: 'There is no such folder' },
  workspace_waking: { status: 409, title: 'The project’s pod is waking up' },
  pod_deleted: { status: 409, title: 'The pod was deleted' },
  comment_not_found: { status: 404, title: 'There is no such comment' },
  checklist_item_not_found: { status: 404, title: 'The checklist has no such item' },
  template_not_found: { status: 404, title: 'There is no such template' },
  comment_exists: { status: 409, title: 'The comment exists already' },
  task_archived: { status: 409, title: 'The task is archived' },
  dependency_cycle: { status: 409, title: 'Tasks would wait for each other' },
  not_yours: { status: 403, title: 'Only its author may do that' },
  too_many_attachments: { status: 422, title: 'Too many attachments' },
  too_many_dependencies: { status: 422, title: 'Too many dependencies' },
  too_many_templates: { status: 422, title: 'Too many templates' },
  too_many_views: { status: 422, title: 'Too many saved views' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for something else' },
  invalid: { status: 422, title: 'The request is not valid' },
  not_owner: { status: 403, title: 'Only owners of the project may do that' },
  last_owner: { status: 409, title: 'The project would have no owner' },
  member_not_found: { status: 404, title: 'There is no such member' },
  invitation_not_found: { status: 404, title: 'There is no such invitation' },
  invitation_expired: { status: 410, title: 'The invitation has expired' },
  too_many_members: { status: 422, title: 'Too many members' },
  sign_in_needed: { status: 409, title: 'Nobody signs in here' },
  read_model_behind: { status: 503, title: 'That position has not been read yet' },
};

type Resource = 'project' | 'task' | 'session' | 'request' | 'comment' | 'attachment' | 'change' | 'template';

/** The answer to an id that nothing has: unknown, deleted, or not yours. */
export function notFound(resource: Resource): ProblemError {
  return problemOf(`${resource}_not_found`, `There is no such ${resource}.`, gatewayProblems);
}
