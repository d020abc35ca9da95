import { randomUUID } from 'node:crypto';
import type { NatsConnection, Subscription } from 'nats';
import { z } from 'zod';
import { actorOf, type Person } from '../identity/person.ts';
import { mergedPeople, type PersonPresent } from './merged-people.ts';

/** Who looks at a project now. */
export interface PeoplePresent {
  readonly projectId: string;
  /** By name. */
  readonly people: readonly PersonPresent[];
}

interface Look {
  readonly projectId: string;
  readonly person: PersonPresent;
}

/** What another gateway said of itself. */
interface Report {
  readonly people: readonly PersonPresent[];
  readonly at: number;
}

const reportSchema = z.object({
  gateway: z.string(),
  projectId: z.string(),
  people: z.array(z.object({ actor: z.string(), name: z.string(), connections: z.number() })),
  /** The one who reports has just begun to listen, and wants to hear the others. */
  isAsking: z.boolean(),
});

/** A gateway that lives says so this often; one that does not for three times as long is taken to be gone. */
const reportEveryMs = 5_000;
const forgottenAfterMs = 3 * reportEveryMs;

const subject = 'podium.ctl.gateway.presence';

/**
 * Who looks at which project, over all gateways. Each tells the others who is connected to it, by messages that nothing
 * keeps: presence is not a fact, and is gone with those who are.
 */
export class Presence {
  readonly #nc: NatsConnection;
  readonly #onChange: (people: PeoplePresent) => void;
  readonly #gateway = randomUUID();
  /** By the id of the connection. */
  readonly #looks = new Map<string, Look>();
  /** Of other gateways: by project, by gateway. Only of projects that somebody looks at here. */
  readonly #reports = new Map<string, Map<string, Report>>();
  readonly #told = new Map<string, string>();
  readonly #subscription: Subscription;
  readonly #timer: NodeJS.Timeout;

  constructor(nc: NatsConnection, onChange: (people: PeoplePresent) => void) {
    this.#nc = nc;
    this.#onChange = onChange;
    this.#subscription = nc.subscribe(subject, {
      callback: (error, message) => {
        if (!error) this.#hear(message.json());
      },
    });
    this.#timer = setInterval(() => this.#beat(), reportEveryMs).unref();
  }

  /** A connection looks at a project from now on. @returns who does, as far as it is known yet */
  look(connectionId: string, person: Person, projectId: string): PeoplePresent {
    const isFirst = !this.#isLookedAt(projectId);
    this.#looks.set(connectionId, {
      projectId,
      person: { actor: actorOf(person), name: person.name, connections: 1 },
    });
    this.#report(projectId, isFirst);
    this.#tell(projectId);
    return this.#peopleOf(projectId);
  }

  /** A connection does not look at the project any more; at any, by default. */
  leave(connectionId: string, projectId?: string): void {
    const look = this.#looks.get(connectionId);
    if (!look || (projectId !== undefined && look.projectId !== projectId)) return;
    this.#looks.delete(connectionId);
    this.#report(look.projectId, false);
    if (this.#isLookedAt(look.projectId)) this.#tell(look.projectId);
    else this.#forget(look.projectId);
  }

  stop(): void {
    clearInterval(this.#timer);
    const projectIds = this.#projectIds();
    this.#looks.clear();
    for (const projectId of projectIds) this.#report(projectId, false);
    if (!this.#nc.isClosed()) this.#subscription.unsubscribe();
  }

  #hear(message: unknown): void {
    const { data: report } = reportSchema.safeParse(message);
    if (!report || report.gateway === this.#gateway || !this.#isLookedAt(report.projectId)) return;
    const { projectId, gateway, people, isAsking } = report;
    const reports = this.#reports.get(projectId) ?? new Map<string, Report>();
    this.#reports.set(projectId, reports.set(gateway, { people, at: Date.now() }));
    if (isAsking) this.#report(projectId, false);
    this.#tell(projectId);
  }

  #beat(): void {
    for (const projectId of this.#projectIds()) {
      this.#report(projectId, false);
      for (const [gateway, { at }] of this.#reports.get(projectId) ?? []) {
        if (Date.now() - at > forgottenAfterMs) this.#reports.get(projectId)?.delete(gateway);
      }
      this.#tell(projectId);
    }
  }

  #report(projectId: string, isAsking: boolean): void {
    if (this.#nc.isClosed() || this.#nc.isDraining()) return;
    const people = mergedPeople([this.#here(projectId)]);
    this.#nc.publish(subject, JSON.stringify({ gateway: this.#gateway, projectId, people, isAsking }));
  }

  /** Only what is news. */
  #tell(projectId: string): void {
    const present = this.#peopleOf(projectId);
    const text = JSON.stringify(present);
    if (this.#told.get(projectId) === text) return;
    this.#told.set(projectId, text);
    this.#onChange(present);
  }

  #peopleOf(projectId: string): PeoplePresent {
    const elsewhere = [...(this.#reports.get(projectId)?.values() ?? [])].map(({ people }) => people);
    return { projectId, people: mergedPeople([this.#here(projectId), ...elsewhere]) };
  }

  #here(projectId: string): PersonPresent[] {
    return [...this.#looks.values()].filter((look) => look.projectId === projectId).map(({ person }) => person);
  }

  #projectIds(): Set<string> {
    return new Set([...this.#looks.values()].map(({ projectId }) => projectId));
  }

  #isLookedAt(projectId: string): boolean {
    return [...this.#looks.values()].some((look) => look.projectId === projectId);
  }

  #forget(projectId: string): void {
    this.#reports.delete(projectId);
    this.#told.delete(projectId);
  }
}
