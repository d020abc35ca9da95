import type { Context, FactType, MessageTypes, Recorded, RecordedFact } from '@podium/proto';

export interface WrittenOptions {
  /** `user:ann` where absent. */
  readonly actor?: string;
  /** The fact or the request that led to it; a request of the actor where absent. */
  readonly cause?: { readonly id: string; readonly correlationid: string };
  /** One second after the fact before where absent. */
  readonly time?: string;
}

/** Writes a log for tests: positions, versions and times are right by themselves. */
export class WrittenHistory {
  readonly facts: RecordedFact[] = [];
  readonly #versions = new Map<string, number>();

  write<T extends FactType>(
    projectId: string,
    id: string,
    type: T,
    data: MessageTypes[T],
    { actor = 'user:ann', cause, time }: WrittenOptions = {},
  ): Recorded<T> {
    const position = this.facts.length + 1;
    const subject = `${projectId}/${type.split('.')[1] as Context}/${id}`;
    const version = (this.#versions.get(subject) ?? 0) + 1;
    this.#versions.set(subject, version);
    const fact = {
      specversion: '1.0',
      id: `fact-${position}`,
      source: '/podium/test',
      type,
      subject,
      time: time ?? new Date(Date.UTC(2026, 0, 1) + position * 1_000).toISOString(),
      datacontenttype: 'application/json',
      dataschema: '',
      data,
      correlationid: cause?.correlationid ?? `request-${position}`,
      causationid: cause?.id ?? `request-${position}`,
      actor,
      version,
      position,
    } as unknown as Recorded<T>;
    this.facts.push(fact as unknown as RecordedFact);
    return fact;
  }
}
