import type { RequestType } from '@podium/proto';
import { aggregateOf, type Accepted, type Asker, type Question } from './ask.ts';
import type { Intent } from './intent.ts';
import { PendingRequest, Written } from './written.ts';

/** The body of an answer, and the position of the newest fact in it, where one was written. */
export interface Answer<Body> {
  readonly body: Body;
  readonly position: number | undefined;
  readonly location?: string;
}

/** Asks, and makes the HTTP answer of what came of it. */
export class Writer {
  readonly #asker: Asker;

  constructor(asker: Asker) {
    this.#asker = asker;
  }

  async write<T extends RequestType, Body>(
    question: Question<T>,
    intent: Intent,
    answer: (accepted: Accepted) => Promise<Answer<Body>> | Answer<Body>,
  ): Promise<Written<Body> | PendingRequest> {
    const accepted = await this.#asker.ask(question, intent);
    if (!accepted) return new PendingRequest(intent.requestId, aggregateOf(question));
    const { body, position, location } = await answer(accepted);
    return new Written(body, position, location);
  }
}
