import { applyDecorators, HttpCode, RequestMapping, RequestMethod, SetMetadata, type Type } from '@nestjs/common';
import type { Request } from 'express';
import type { z } from 'zod';
import type { ProjectAccess } from '../members/project-access.ts';

/** What an answer's body is. */
export type AnswerBody = z.ZodType | 'event-stream' | 'none' | FileAnswer;

/** A file, in one of these media types. */
export interface FileAnswer {
  readonly mediaTypes: readonly string[];
}

/** One route as its clients see it: what Nest mounts and what the OpenAPI document says come from here. */
export interface ApiRouteSpec {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api`, with `:name` for parameters. */
  readonly path: string;
  /** Unique, camelCase. */
  readonly operationId: string;
  readonly summary: string;
  readonly tag: 'projects' | 'tasks' | 'sessions' | 'log' | 'system';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** The body is a file of any media type. */
  readonly upload?: true;
  /** Whether the body may be left out. */
  readonly isBodyOptional?: boolean;
  readonly status: number;
  readonly answer: AnswerBody;
  /**
   * Who may use it. Absent: the members of the project that it is about, by the id of a project, task or session in its
   * path. `owner`: only the owners among them. `mine`: it is about all projects of a person, and its own code shows no
   * others; a `project_id` in the query is checked. `none`: it shows nothing of any project.
   */
  readonly access?: 'owner' | 'mine' | 'none' | AccessCheck;
  /**
   * How much of what a person may look up within a minute it takes: 1 for what reads a part of the log or of the output
   * that grows with it, more for what reads all. Absent for what is looked up by an index.
   */
  readonly cost?: number | ((request: Request) => number);
  /** Statuses of problems that are particular to this route. */
  readonly problems?: readonly number[];
}

/** Finds the project that a request is about and checks it. @throws ProblemError 404 */
export type AccessCheck = (request: Request, access: ProjectAccess) => Promise<string | undefined>;

const metadataKey = 'podium:api-route';

const requestMethods = {
  get: RequestMethod.GET,
  post: RequestMethod.POST,
  put: RequestMethod.PUT,
  patch: RequestMethod.PATCH,
  delete: RequestMethod.DELETE,
} as const;

/** Mounts a controller's method. */
export function ApiRoute(spec: ApiRouteSpec): MethodDecorator {
  return applyDecorators(
    RequestMapping({ path: spec.path, method: requestMethods[spec.method] }),
    HttpCode(spec.status),
    SetMetadata(metadataKey, spec),
  );
}

/** What a controller's method was mounted as; undefined for those that are not of the API. */
export function apiRouteOf(method: object): ApiRouteSpec | undefined {
  return Reflect.getMetadata(metadataKey, method) as ApiRouteSpec | undefined;
}

/** All routes of some controllers, in the order of their declaration. */
export function routesOf(controllers: readonly Type[]): ApiRouteSpec[] {
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
      const method = prototype[name];
      return (typeof method === 'function' && apiRouteOf(method)) || [];
    });
  });
}

/** Whether a path below `/api` is one of a route's, for any values of its parameters. */
export function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:[a-z]+/gi, '[^/]+')}/?$`);
}
