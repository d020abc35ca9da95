import { schemaOf } from './contracts.ts';
import type { EventEnvelope, MessageType } from './envelope.ts';

/** How the data of a message that nobody writes any more is read today. */
export interface Upcaster {
  /** Full name of the message that took its place. May be an old one itself. */
  readonly to: string;
  /** Pure: the data in the shape of `to`. `event` is the envelope as it was written. */
  readonly data: (old: Readonly<Record<string, unknown>>, event: EventEnvelope) => Record<string, unknown>;
}

/** By the full name of the old message. */
export type Upcasters = Readonly<Record<string, Upcaster>>;

/** Why upcasters can't be used as they stand. */
export class UpcasterError extends Error {
  override readonly name = 'UpcasterError';
  readonly code = 'upcaster_invalid';
}

/** Reads what was written long ago as what it is called today. */
export interface Upcasting {
  /**
   * The envelope in today's shape: type, dataschema and data are those of the newest message; id, subject, time, cause
   * and version stay. An envelope that is up to date, or of a type that is unknown here, is passed on as it is.
   *
   * @throws whatever the upcaster throws at data that its old contract does not allow
   */
  upcast(event: EventEnvelope): EventEnvelope;
  /** What a type is called today. */
  currentType(type: string): string;
}

/**
 * @throws UpcasterError where upcasters lead round in a circle, or to a message that there is none of
 */
export function upcastingWith(upcasters: Upcasters): Upcasting {
  const steps = new Map(Object.entries(upcasters));
  const targets = new Map([...steps.keys()].map((type) => [type, targetOf(type, steps)]));
  return {
    upcast(event) {
      const target = targets.get(event.type);
      if (!target) return event;
      let data: unknown = event.data;
      for (let step = steps.get(event.type); step; step = steps.get(step.to)) {
        data = step.data(data as Record<string, unknown>, event);
      }
      return { ...event, type: target, dataschema: schemaOf(target), data: data as EventEnvelope['data'] };
    },
    currentType: (type) => targets.get(type) ?? type,
  };
}

function targetOf(type: string, steps: ReadonlyMap<string, Upcaster>): MessageType {
  const seen = new Set([type]);
  let current = type;
  for (let step = steps.get(current); step; step = steps.get(current)) {
    current = step.to;
    if (seen.has(current)) throw new UpcasterError(`The upcasters of ${type} lead in a circle`);
    seen.add(current);
  }
  try {
    schemaOf(current as MessageType);
  } catch (cause) {
    throw new UpcasterError(`The upcasters of ${type} lead to ${current}, which there is no contract for`, { cause });
  }
  return current as MessageType;
}

/**
 * One entry for every message whose shape was replaced: `'podium.task.v1.TaskCreated': { to: 'podium.task.v2.TaskCreated',
 * data: … }`. Empty: every fact ever written is in today's shape.
 */
export const upcasters: Upcasters = {};

/** Another text whenever old facts are read in another way. */
export function upcastersVersion(): string {
  return Object.entries(upcasters)
    .map(([type, { to, data }]) => `${type} ${to} ${String(data)}`)
    .join('\n');
}

/** What every reader of the log goes through. */
export const { upcast, currentType }: Upcasting = upcastingWith(upcasters);
