import type { EnvelopeOf, RecordedFact, RejectionsOf, RequestType } from '@podium/proto';

/** Who did something. */
export interface StoryActor {
  readonly kind: 'person' | 'service';
  readonly id: string;
  /** As people call them. */
  readonly name: string;
}

/**
 * What an entry is the consequence of. A fact has a position; a request that is not kept any more has neither type nor
 * title.
 */
export interface StoryCause {
  readonly id: string;
  readonly kind: 'request' | 'fact';
  readonly position?: number;
  readonly type?: string;
  readonly title?: string;
}

/** One thing that happened to a card. */
export interface StoryEntry {
  readonly id: string;
  /** A refusal changes nothing: the log of facts does not have it. */
  readonly kind: 'fact' | 'refused';
  /** Place in the log; for a refusal that of the entry before it, so that the board of that moment can be looked at. */
  readonly position: number;
  /** RFC 3339. */
  readonly time: string;
  /** Full name of the message. */
  readonly type: string;
  /** One sentence. */
  readonly title: string;
  readonly actor: StoryActor;
  readonly cause: StoryCause | null;
  readonly correlation_id: string;
  readonly session_id?: string;
  readonly details: Readonly<Record<string, StoryDetail>>;
}

/** The story of a card. */
export interface StoryView {
  readonly task_id: string;
  /** Oldest first. */
  readonly entries: readonly StoryEntry[];
  /** Position of the newest fact in it. */
  readonly position: number;
}

export type StoryDetail = string | number | boolean;

/** A request as it was written. */
export type StoryRequest = EnvelopeOf<RequestType>;

/** The outcome of a request about a task or one of its sessions that was refused. */
export type StoryRefusal = EnvelopeOf<RejectionsOf<'task'> | RejectionsOf<'session'>>;

export interface StorySources {
  /** Everything that is told: the facts of the task and of its sessions. */
  readonly facts: readonly RecordedFact[];
  /** The project's pod and queue; what explains a wait is told. */
  readonly waitFacts: readonly RecordedFact[];
  /** Facts that are not told, but may be causes. */
  readonly otherFacts: readonly RecordedFact[];
  /** Requests that may be causes. Those that are not kept any more may be missing. */
  readonly requests: readonly StoryRequest[];
  readonly refusals: readonly StoryRefusal[];
  /** What people call a person. */
  readonly nameOf: (personId: string) => string;
}
