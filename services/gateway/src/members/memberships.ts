import { namedPerson } from '@podium/board';
import { scanFacts } from '@podium/jetstream';
import { aggregateIdOf, isUnreadable, MemberRole, projectIdOf, type RecordedFact } from '@podium/proto';
import type { Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { FactFeed } from '../live/fact-feed.ts';

export type Role = 'owner' | 'member';

/** Told of who is no member of a project any more. Must not throw. */
export type LossListener = (actor: string, projectId: string) => void;

/**
 * Who belongs to which project, folded from all facts about members and kept in memory: every live fact is checked
 * against it. It is never behind the facts that this gateway shows.
 */
export class Memberships {
  readonly #nc: NatsConnection;
  readonly #logger: Logger;
  readonly #roles = new Map<string, Map<string, Role>>();
  readonly #names = new Map<string, string>();
  readonly #uncertain = new Set<string>();
  readonly #lossListeners = new Set<LossListener>();
  /** Facts that came while older ones were still being read; undefined from then on. */
  #waiting: RecordedFact[] | undefined = [];
  readonly #stop: () => void;

  /** Listens before anyone who asks it does. */
  constructor(nc: NatsConnection, feed: FactFeed, logger: Logger) {
    this.#nc = nc;
    this.#logger = logger;
    this.#stop = feed.onFacts((facts) => this.#observe(facts));
  }

  /** Reads what there is. The feed has to run by then. @throws LogUnavailableError */
  async start(): Promise<void> {
    let position = 0;
    for await (const facts of scanFacts(this.#nc, { contexts: ['project'], onUnreadable: 'placeholder' })) {
      for (const fact of facts) this.#fold(fact, false);
      position = facts.at(-1)?.position ?? position;
    }
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.#observe(waiting.filter((fact) => fact.position > position));
  }

  stop(): void {
    this.#stop();
  }

  /** Undefined for who does not belong to the project. */
  roleOf(actor: string, projectId: string): Role | undefined {
    return this.#roles.get(projectId)?.get(actor);
  }

  /**
   * Whether something stands among the facts of the project itself that can't be read. It may have removed anybody: only
   * owners are let in from then on (as in the views, see fold-members.ts of the board).
   */
  isUncertain(projectId: string): boolean {
    return this.#uncertain.has(projectId);
  }

  /** The actors who belong to a project; those of a deleted one belonged to it last. */
  membersOf(projectId: string): Iterable<string> {
    return this.#roles.get(projectId)?.keys() ?? [];
  }

  /** What facts call a person, former members too. */
  nameOf(actor: string): string | undefined {
    return this.#names.get(actor);
  }

  /** @returns a function that ends it. */
  onLost(listener: LossListener): () => void {
    this.#lossListeners.add(listener);
    return () => this.#lossListeners.delete(listener);
  }

  #observe(facts: readonly RecordedFact[]): void {
    if (this.#waiting) this.#waiting.push(...facts.filter(isAboutMembers));
    else for (const fact of facts) this.#fold(fact, true);
  }

  /** @param isNews whether those who listen have not been told yet */
  #fold(fact: RecordedFact, isNews: boolean): void {
    const named = namedPerson(fact);
    if (named) this.#names.set(named.actor, named.name);
    const projectId = projectIdOf(fact);
    if (isUnreadable(fact)) return this.#keepOwners(fact, isNews);
    switch (fact.type) {
      case 'podium.project.v1.ProjectCreated':
        this.#roles.set(projectId, new Map([[fact.actor, 'owner']]));
        return;
      case 'podium.project.v1.ProjectMemberAdded':
      case 'podium.project.v1.ProjectMemberRoleChanged':
        this.#roles.get(projectId)?.set(fact.data.member, fact.data.role === MemberRole.OWNER ? 'owner' : 'member');
        return;
      case 'podium.project.v1.ProjectMemberRemoved':
        this.#remove(projectId, fact.data.member, isNews);
        return;
      default:
    }
  }

  #keepOwners(unreadable: RecordedFact, isNews: boolean): void {
    const projectId = projectIdOf(unreadable);
    if (aggregateIdOf(unreadable) !== projectId || contextOf(unreadable) !== 'project') return;
    this.#uncertain.add(projectId);
    this.#logger.error({ project_id: projectId, position: unreadable.position }, 'members of a project are uncertain');
    for (const [actor, role] of this.#roles.get(projectId) ?? []) {
      if (role !== 'owner') this.#remove(projectId, actor, isNews);
    }
  }

  #remove(projectId: string, actor: string, isNews: boolean): void {
    this.#roles.get(projectId)?.delete(actor);
    if (isNews) for (const listener of this.#lossListeners) listener(actor, projectId);
  }
}

function isAboutMembers(fact: RecordedFact): boolean {
  if (isUnreadable(fact)) return true;
  return fact.type === 'podium.project.v1.ProjectCreated' || fact.type.startsWith('podium.project.v1.ProjectMember');
}

/** The second part of an event's subject. */
function contextOf({ subject }: RecordedFact): string | undefined {
  return subject.split('/', 2)[1];
}
