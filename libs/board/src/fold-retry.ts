import type { RecordedFact } from '@podium/proto';
import type { SessionView } from './session-view.ts';

/** What a fact about a session's tries changes of it; undefined for other facts. */
export function retryChange(fact: RecordedFact): Partial<SessionView> | undefined {
  switch (fact.type) {
    case 'podium.session.v1.SessionRetryScheduled': {
      const { attempt, maxAttempts, dueAt, reason, message, outputChunks } = fact.data;
      return {
        status: 'retrying',
        gates: [],
        output_chunks: outputChunks,
        retry: { attempt, max_attempts: maxAttempts, due_at: dueAt, reason, message },
      };
    }
    case 'podium.session.v1.SessionRequeued':
      return { status: 'queued', retry: null, output_chunks: null };
    default:
      return undefined;
  }
}
