import { problemOf, standardProblems, type ProblemCatalogue, type ProblemError } from '@podium/service-kit';

/** How refusals by the services, and the gateway's own, look to a client. Codes not named here are answered with 422. */
export const gatewayProblems: ProblemCatalogue = {
  ...standardProblems,
  project_not_found: { status: 404, title: 'There is no such project' },
  task_not_found: { status: 404, title: 'There is no such task' },
  session_not_found: { status: 404, title: 'There is no such session' },
  request_not_found: { status: 404, title: 'There is no such request' },
  no_output: { status: 404, title: 'There is no output yet' },
  project_exists: { status: 409, title: 'The project exists already' },
  task_exists: { status: 409, title: 'The task exists already' },
  no_active_session: { status: 409, title: 'No agent is working on the task' },
  gate_not_found: { status: 404, title: 'The session has not asked this' },
  gate_closed: { status: 409, title: 'This does not wait for an answer any more' },
  session_ended: { status: 409, title: 'The session has ended already' },
  pod_deleted: { status: 409, title: 'The pod was deleted' },
  invalid: { status: 422, title: 'The request is not valid' },
  read_model_behind: { status: 503, title: 'That position has not been read yet' },
};

type Resource = 'project' | 'task' | 'session' | 'request';

/** The answer to an id that nothing has: unknown, deleted, or not yours. */
export function notFound(resource: Resource): ProblemError {
  return problemOf(`${resource}_not_found`, `There is no such ${resource}.`, gatewayProblems);
}
