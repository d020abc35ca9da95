import type { FactsOf, Recorded, RecordedFact } from '@podium/proto';

/** Whether a fact is about a session. */
export function isSessionFact(fact: RecordedFact): fact is Recorded<FactsOf<'session'>> {
  return fact.type.startsWith('podium.session.');
}
