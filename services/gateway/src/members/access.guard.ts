import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { apiRouteOf, type ApiRouteSpec } from '../api/api-route.ts';
import { awaitPosition } from '../api/freshness.ts';
import { notFound } from '../api/problems.ts';
import { EndedSignIns } from '../identity/ended-sign-ins.ts';
import { actorOf, admissionOf, personOf } from '../identity/person.ts';
import { onSignInEnd } from '../identity/sign-in-end.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { READ_MODEL_RUNNER, type ReadModelRunner } from '../tokens.ts';
import { ProjectAccess } from './project-access.ts';

/**
 * Stands before every route of the API: what is of a project is there for its members alone. A route has the id of a
 * project, task or session in its path, or says what it is about (`access` of its specification).
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(ProjectAccess) private readonly access: ProjectAccess,
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(READ_MODEL_RUNNER) private readonly runner: ReadModelRunner,
    @Inject(EndedSignIns) private readonly endedSignIns: EndedSignIns,
  ) {}

  /** @throws ProblemError 404 for what is not there for the person, 403 for what only owners may do */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Sockets ask for each message (see live.gateway.ts).
    if (context.getType() !== 'http') return true;
    const spec = apiRouteOf(context.getHandler());
    // Health and metrics: they say nothing about projects.
    if (!spec) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const projectId = await this.#check(spec, request);
    if (spec.answer !== 'event-stream') return true;
    this.#endInTime(request, http.getResponse<Response>(), projectId);
    // The membership may have ended before its end was listened for.
    await this.#check(spec, request);
    return true;
  }

  /** @returns the project that the request is about, where it is about one */
  async #check(spec: ApiRouteSpec, request: Request): Promise<string | undefined> {
    const person = personOf(request);
    if (spec.access === 'none' || this.access.seesAll(person)) return undefined;
    if (spec.access === 'mine') {
      const { project_id: wanted } = request.query;
      if (typeof wanted !== 'string') return undefined;
      await this.access.assertMember(person, wanted);
      return wanted;
    }
    if (typeof spec.access === 'function') return spec.access(request, this.access);
    const { resource, projectId } = await this.#placeOf(request);
    if (projectId === undefined) throw notFound(resource);
    if (spec.access === 'owner') await this.access.assertOwner(person, projectId);
    else await this.access.assertMember(person, projectId, resource);
    return projectId;
  }

  /** What the path is about. Throws for a route that does not say: that is a mistake of ours. */
  async #placeOf(
    request: Request,
  ): Promise<{ resource: 'project' | 'task' | 'session'; projectId: string | undefined }> {
    const { projectId, taskId, sessionId } = request.params as Record<string, string | undefined>;
    if (projectId !== undefined) return { resource: 'project', projectId };
    await awaitPosition(request, this.runner);
    if (taskId !== undefined) {
      return { resource: 'task', projectId: (await this.reads.tasks.findAnywhere(taskId))?.project_id };
    }
    if (sessionId === undefined) throw new Error(`Nobody said who may use ${request.method} ${request.path}`);
    return { resource: 'session', projectId: (await this.reads.tasks.findSession(sessionId))?.project_id };
  }

  /** A stream goes on for hours: it ends with the membership, and with the sign-in. */
  #endInTime(request: Request, response: Response, projectId: string | undefined): void {
    const admission = admissionOf(request);
    const { person } = admission;
    // Who has gone meanwhile does not go again: nothing would ever stop the listening.
    if (this.access.seesAll(person) || response.destroyed) return;
    const actor = actorOf(person);
    const stop = this.access.onLost((lost, from) => {
      if (lost === actor && from === projectId) response.destroy();
    });
    const forgetEnd = onSignInEnd(this.endedSignIns, admission, () => response.destroy());
    response.once('close', () => {
      stop();
      forgetEnd();
    });
  }
}
