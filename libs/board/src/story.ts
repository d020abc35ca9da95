import { aggregateIdOf, type RecordedFact } from '@podium/proto';
import { storyActor } from './story-actors.ts';
import { StoryCauses } from './story-causes.ts';
import { factDetails } from './story-details.ts';
import { factSentence, refusalSentence } from './story-sentences.ts';
import type { StoryEntry, StoryRefusal, StorySources } from './story-types.ts';

/** Why a card is where it is: what happened, in order, each entry with what led to it. Oldest first. */
export function tellStory(sources: StorySources): StoryEntry[] {
  const causes = new StoryCauses(sources);
  const told = [...sources.facts, ...factsOfWaits(sources)].sort((a, b) => a.position - b.position);
  const entries = told.map((fact) => factEntry(fact, causes, sources));
  for (const refusal of sources.refusals.toSorted((a, b) => order(a.time, b.time))) {
    const index = entries.findLastIndex(({ time }) => order(time, refusal.time) <= 0) + 1;
    entries.splice(index, 0, refusalEntry(refusal, entries[index - 1]?.position ?? 0, causes, sources));
  }
  return entries;
}

function factEntry(fact: RecordedFact, causes: StoryCauses, { nameOf }: StorySources): StoryEntry {
  const actor = storyActor(fact.actor, nameOf);
  return {
    id: fact.id,
    kind: 'fact',
    position: fact.position,
    time: fact.time,
    type: fact.type,
    title: factSentence(fact, actor.name),
    actor,
    cause: causes.ofFact(fact),
    correlation_id: fact.correlationid,
    ...('sessionId' in fact.data ? { session_id: fact.data.sessionId } : {}),
    details: factDetails(fact),
  };
}

function refusalEntry(
  refusal: StoryRefusal,
  position: number,
  causes: StoryCauses,
  { nameOf }: StorySources,
): StoryEntry {
  const actor = storyActor(refusal.actor, nameOf);
  const requestType = refusal.type.replace(/Rejected$/, 'Requested');
  const { code, detail } = refusal.data.rejection ?? { code: 'refused', detail: 'No reason was given.' };
  const isOfSession = refusal.type.startsWith('podium.session.');
  return {
    id: refusal.id,
    kind: 'refused',
    position,
    time: refusal.time,
    type: refusal.type,
    title: refusalSentence(requestType, actor.name, detail),
    actor,
    cause: causes.ofRequest(refusal.causationid, requestType, refusal.actor),
    correlation_id: refusal.correlationid,
    ...(isOfSession ? { session_id: aggregateIdOf(refusal) } : {}),
    details: { code, detail },
  };
}

/** What happened to the pod and the queue while a session of the card waited for them. */
function factsOfWaits({ facts, waitFacts }: StorySources): RecordedFact[] {
  const waits = facts
    .filter((fact) => fact.type === 'podium.session.v1.SessionQueued')
    .map((queued) => ({ from: queued.position, to: endOfWait(facts, queued) }));
  return waitFacts.filter(({ position }) => waits.some(({ from, to }) => from < position && position < to));
}

function endOfWait(facts: readonly RecordedFact[], queued: RecordedFact): number {
  const end = facts.find(
    (fact) => fact.subject === queued.subject && fact.position > queued.position && endsWait(fact),
  );
  return end?.position ?? Infinity;
}

function endsWait(fact: RecordedFact): boolean {
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted':
    case 'podium.session.v1.SessionCompleted':
    case 'podium.session.v1.SessionFailed':
    case 'podium.session.v1.SessionCancelled':
      return true;
    default:
      return false;
  }
}

/** RFC 3339 in UTC with the same number of digits sorts as text; others are compared as times. */
function order(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
