import { scanFacts } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';

/** What the log says of a conversation inside a runtime. */
export interface RuntimeOwner {
  /** The session that had it last. */
  readonly sessionId: string;
  readonly isEnded: boolean;
}

/** Folds, project by project, which session has which conversation. What was read once is not read again. */
export class RuntimeOwners {
  readonly #nats: NatsConnection;
  readonly #projects = new Map<string, { position: number; owners: Map<string, string>; ended: Set<string> }>();

  constructor(nats: NatsConnection) {
    this.#nats = nats;
  }

  /** By the runtime's own ids. */
  async of(projectId: string): Promise<ReadonlyMap<string, RuntimeOwner>> {
    const known = this.#projects.get(projectId) ?? { position: 0, owners: new Map(), ended: new Set() };
    this.#projects.set(projectId, known);
    const range = { after: known.position, contexts: ['session'] as const, projectId, onUnreadable: () => undefined };
    for await (const facts of scanFacts(this.#nats, range)) {
      for (const fact of facts) note(known, fact);
      known.position = facts.at(-1)?.position ?? known.position;
    }
    return new Map(
      [...known.owners].map(([id, sessionId]) => [id, { sessionId, isEnded: known.ended.has(sessionId) }]),
    );
  }

  /** Forgets the projects that are not among these. */
  keepOnly(projectIds: ReadonlySet<string>): void {
    for (const projectId of [...this.#projects.keys()])
      if (!projectIds.has(projectId)) this.#projects.delete(projectId);
  }
}

function note(known: { owners: Map<string, string>; ended: Set<string> }, fact: RecordedFact): void {
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted':
      known.owners.set(fact.data.runtimeSessionId, fact.data.sessionId);
      return;
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      known.ended.add(fact.data.sessionId);
      return;
    default:
      return;
  }
}
