import { scanFacts, scanStream, streams } from '@podium/jetstream';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import type { NatsConnection } from 'nats';

/** One message of a causal story: a fact, or a request or an outcome that is still kept. */
export interface StoryEntry {
  readonly kind: 'request' | 'fact' | 'outcome';
  /** Position for facts, else the sequence in its stream. */
  readonly sequence: number;
  readonly event: EventEnvelope;
  /** What it directly led to, in order. */
  readonly effects: StoryEntry[];
}

/** Looks for an event by its id: first among the facts, then among requests and outcomes. */
export async function findEvent(nc: NatsConnection, id: string, signal: AbortSignal): Promise<StoryEntry | undefined> {
  const needle = Buffer.from(JSON.stringify(id));
  for (const [kind, stream] of kinds) {
    for await (const batch of scanStream(nc, { stream, signal })) {
      for (const { data, sequence } of batch) {
        // Comparing bytes is much faster than reading each event.
        if (!Buffer.from(data.buffer, data.byteOffset, data.byteLength).includes(needle)) continue;
        const event = JSON.parse(Buffer.from(data).toString()) as EventEnvelope;
        if (event.id === id) return { kind, sequence, event, effects: [] };
      }
    }
  }
  return undefined;
}

const kinds = [
  ['fact', streams.events],
  ['request', streams.requests],
  ['outcome', streams.outcomes],
] as const;

/**
 * Everything that goes back to the same request, as trees of causes and effects.
 *
 * @returns the roots: what began it, and effects whose cause is not kept any more.
 */
export async function storyOf(nc: NatsConnection, of: EventEnvelope, signal: AbortSignal): Promise<StoryEntry[]> {
  const project = projectIdOf(of);
  const entries: StoryEntry[] = [];
  const add = (kind: StoryEntry['kind'], event: EventEnvelope, sequence: number): void => {
    if (event.correlationid === of.correlationid) entries.push({ kind, event, sequence, effects: [] });
  };
  for (const [kind, stream, prefix] of [
    ['request', streams.requests, 'req'],
    ['outcome', streams.outcomes, 'out'],
  ] as const) {
    for await (const batch of scanStream(nc, { stream, filters: [`${prefix}.${project}.*.*`], signal })) {
      for (const { data, sequence } of batch)
        add(kind, JSON.parse(Buffer.from(data).toString()) as EventEnvelope, sequence);
    }
  }
  for await (const batch of scanFacts(nc, { projectId: project, signal, onUnreadable: () => undefined })) {
    for (const fact of batch) add('fact', fact, fact.position);
  }
  return linked(entries);
}

/** Pure: puts every entry below its cause. */
export function linked(entries: readonly StoryEntry[]): StoryEntry[] {
  const byId = new Map(entries.map((entry) => [entry.event.id, entry]));
  const roots: StoryEntry[] = [];
  for (const entry of entries) {
    const { causationid, id } = entry.event;
    const cause = causationid === id ? undefined : byId.get(causationid);
    (cause?.effects ?? roots).push(entry);
  }
  return roots;
}

/** From what began it to the event with this id; empty where it is not among them. */
export function chainTo(roots: readonly StoryEntry[], id: string): StoryEntry[] {
  for (const root of roots) {
    if (root.event.id === id) return [root];
    const rest = chainTo(root.effects, id);
    if (rest.length > 0) return [root, ...rest];
  }
  return [];
}
