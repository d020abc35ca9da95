import { CONFIG } from '@podium/service-kit';
import { FailureClass } from '@podium/proto';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionConfig } from '../config.ts';
import type { EndSession } from '../domain/commands.ts';
import type { ScheduleRetry } from '../domain/retry-commands.ts';
import type { SessionState } from '../domain/session.ts';

/** Whether and when a session whose try failed is tried again. */
@Injectable()
export class Retries {
  readonly #delaysSeconds: readonly number[];

  constructor(@Inject(CONFIG) config: SessionConfig) {
    this.#delaysSeconds = config.PODIUM_RETRY_SECONDS;
  }

  /** What to do about a try that ended so; undefined where that is the end of the session. */
  after(
    state: SessionState,
    ending: EndSession['ending'],
  ): (Omit<ScheduleRetry, 'owner' | 'tally'> & { readonly sentence: string }) | undefined {
    if (ending.kind !== 'failed' || ending.failureClass !== FailureClass.TRANSIENT) return undefined;
    if (state.kind !== 'pending' && state.kind !== 'running') return undefined;
    const { failed } = state.work.tries;
    if (failed >= this.#delaysSeconds.length) return undefined;
    const { reason, message } = ending;
    const sentence = `${message} That may pass by itself: try ${failed + 2} of ${this.#delaysSeconds.length + 1} comes after a pause.`;
    return { kind: 'schedule-retry', reason, message, delaysSeconds: this.#delaysSeconds, sentence };
  }
}
