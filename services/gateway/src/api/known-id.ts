import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { notFound } from './problems.ts';
import { idSchema } from './schemas/requests.ts';

/** Lets through what can be an id. Anything else names nothing: 404, as for an id that nobody has. */
@Injectable()
class KnownIdPipe implements PipeTransform<string, string> {
  readonly #resource: 'project' | 'task' | 'session';

  constructor(resource: 'project' | 'task' | 'session') {
    this.#resource = resource;
  }

  transform(value: string): string {
    if (!idSchema.safeParse(value).success) throw notFound(this.#resource);
    return value;
  }
}

/** Injects the project's id of the path. */
export const ProjectId = (): ParameterDecorator => Param('projectId', new KnownIdPipe('project'));
/** Injects the task's id of the path. */
export const TaskId = (): ParameterDecorator => Param('taskId', new KnownIdPipe('task'));
/** Injects the session's id of the path. */
export const SessionId = (): ParameterDecorator => Param('sessionId', new KnownIdPipe('session'));
