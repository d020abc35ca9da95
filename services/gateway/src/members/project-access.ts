import { problemOf } from '@podium/service-kit';
import { gatewayProblems, notFound } from '../api/problems.ts';
import { actorOf, nameOfPerson, type Person } from '../identity/person.ts';
import type { Viewer } from '../live/scope.ts';
import type { LogViews } from '../requests/log-views.ts';
import type { LossListener, Memberships, Role } from './memberships.ts';

type Resource = 'project' | 'task' | 'session';

/** The one answer to who may see and do what. Where nobody signs in, the local owner may do everything. */
export class ProjectAccess {
  readonly #memberships: Memberships;
  readonly #views: LogViews;

  constructor(memberships: Memberships, views: LogViews) {
    this.#memberships = memberships;
    this.#views = views;
  }

  /** Whether the person sees all projects. */
  seesAll(person: Person): boolean {
    return person.signedInBy === 'local';
  }

  /** Whose projects the person sees, for queries: an actor, or null where that is all of them. */
  actorLimit(person: Person): string | null {
    return this.seesAll(person) ? null : actorOf(person);
  }

  /** Which live facts the person sees; undefined where that is all of them. */
  viewerOf(person: Person): Viewer | undefined {
    if (this.seesAll(person)) return undefined;
    const actor = actorOf(person);
    return { actor, sees: (projectId) => this.#memberships.roleOf(actor, projectId) !== undefined };
  }

  /** The actors who see the live facts of a project. */
  membersOf(projectId: string): Iterable<string> {
    return this.#memberships.membersOf(projectId);
  }

  /**
   * For who is no member there is no such thing.
   *
   * @param resource what was asked for, for the words of the refusal
   * @throws ProblemError 404; LogUnavailableError
   */
  async assertMember(person: Person, projectId: string, resource: Resource = 'project'): Promise<void> {
    if (!this.seesAll(person) && !(await this.#roleOf(person, projectId))) throw notFound(resource);
  }

  /** As {@link assertMember}, but a project that is not there is nobody's secret. @throws ProblemError 404 */
  async assertMemberIfThere(person: Person, projectId: string): Promise<void> {
    if (isId(projectId) && (await this.#views.project(projectId))) await this.assertMember(person, projectId);
  }

  /** @throws ProblemError 404 for who is no member, 403 for who is no owner; LogUnavailableError */
  async assertOwner(person: Person, projectId: string): Promise<void> {
    if (this.seesAll(person)) return;
    const role = await this.#roleOf(person, projectId);
    if (!role) throw notFound('project');
    if (role !== 'owner') throw problemOf('not_owner', 'Only owners of the project may do that.', gatewayProblems);
  }

  /** What people call the person with that id, former members too. */
  nameOf(personId: string): string {
    return this.#memberships.nameOf(actorOf({ id: personId })) ?? nameOfPerson(personId);
  }

  /** @returns a function that ends it. */
  onLost(listener: LossListener): () => void {
    return this.#memberships.onLost(listener);
  }

  /** Who is not in memory may have joined a moment ago, through another gateway: then the log says so. */
  async #roleOf(person: Person, projectId: string): Promise<Role | undefined> {
    const actor = actorOf(person);
    const known = this.#memberships.roleOf(actor, projectId);
    if (known) return known;
    // Nobody can join it, and its own facts can't be read to their end.
    if (this.#memberships.isUncertain(projectId)) return undefined;
    const project = isId(projectId) ? await this.#views.project(projectId) : null;
    return project?.members.find((member) => member.actor === actor)?.role;
  }
}

function isId(text: string): boolean {
  return /^[a-z0-9-]{1,64}$/.test(text);
}
