import { isActive } from '@podium/board';
import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import type { LogViews } from '../requests/log-views.ts';
import type { FactFeed } from './fact-feed.ts';

/** Tells when a session has ended, so that whoever follows its output can end too. */
export class OutputEnd {
  readonly #feed: FactFeed;
  readonly #views: LogViews;

  constructor(feed: FactFeed, views: LogViews) {
    this.#feed = feed;
    this.#views = views;
  }

  /** Resolves when the session has ended, or the signal aborts. @throws LogUnavailableError */
  async ended(projectId: string, sessionId: string, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const stop = this.#feed.onFacts((facts) => {
      if (facts.some((fact) => endsSession(fact, sessionId))) over.abort();
    });
    try {
      // Looked up after listening has begun: an end in between is not missed.
      const session = await this.#views.session(projectId, sessionId);
      if (session && !isActive(session)) return;
      await aborted(AbortSignal.any([over.signal, signal]));
    } finally {
      stop();
    }
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function endsSession(fact: RecordedFact, sessionId: string): boolean {
  switch (fact.type) {
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return aggregateIdOf(fact) === sessionId;
    default:
      return false;
  }
}
