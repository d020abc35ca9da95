import { headPosition, readFacts } from '@podium/jetstream';
import { projectIdOf, type Recorded, type RecordedFact } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { LOGGER, NATS, type Logger } from '@podium/service-kit';

/** How long to wait before the log is read again behind a message that can't be read. */
const pauseMilliseconds = 1_000;

/** What others do to a session while it runs. */
export type SessionSignal = Recorded<
  | 'podium.session.v1.SessionStopping'
  | 'podium.session.v1.SessionCancelled'
  | 'podium.session.v1.PermissionAnswered'
  | 'podium.session.v1.QuestionAnswered'
  | 'podium.session.v1.GateClosed'
  | 'podium.session.v1.PromptAdded'
>;

/**
 * Tells the runners of this process, within milliseconds, what others do to their sessions and to the pods that these
 * run in.
 *
 * Only a signal: a runner reads the session's state from the log when it begins, and notices by itself, if later, that
 * a pod does not answer any more.
 */
@Injectable()
export class SessionSignals implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #nats: NatsConnection;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #sessions = new Listeners<SessionSignal | null>();
  readonly #pods = new Listeners<number>();

  constructor(@Inject(NATS) nats: NatsConnection, @Inject(LOGGER) logger: Logger) {
    this.#nats = nats;
    this.#logger = logger;
  }

  async onApplicationBootstrap(): Promise<void> {
    void this.#followForEver(await headPosition(this.#nats));
  }

  beforeApplicationShutdown(): void {
    this.#closing.abort();
  }

  /** Calls back for each signal of the session; null: one may have been missed. Returns what ends the subscription. */
  listen(sessionId: string, listener: (signal: SessionSignal | null) => void): () => void {
    return this.#sessions.add(sessionId, listener);
  }

  /** Calls back with the generation of the project's pod that is over, and with it all earlier ones. */
  listenToPod(projectId: string, listener: (generation: number) => void): () => void {
    return this.#pods.add(projectId, listener);
  }

  /** A message of the log that can't be read is none of a runner's business: it is told, and everyone looks again. */
  async #followForEver(after: number): Promise<void> {
    let position: number | undefined = after;
    while (!this.#closing.signal.aborted) {
      try {
        if (position === undefined) {
          position = await headPosition(this.#nats);
          this.#sessions.tellAll(null);
        }
        await this.#follow(position);
      } catch (error) {
        this.#logger.error({ err: error }, 'The log could not be read; going on behind it');
        position = undefined;
        await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
      }
    }
  }

  async #follow(after: number): Promise<void> {
    const { signal } = this.#closing;
    for await (const facts of readFacts(this.#nats, { after, contexts: ['session', 'pod'], signal })) {
      for (const fact of facts) {
        if (isSignal(fact)) this.#sessions.tell(fact.data.sessionId, fact);
        const generation = generationThatIsOver(fact);
        if (generation !== undefined) this.#pods.tell(projectIdOf(fact), generation);
      }
    }
  }
}

class Listeners<T> {
  readonly #listeners = new Map<string, Set<(news: T) => void>>();

  add(id: string, listener: (news: T) => void): () => void {
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  tellAll(news: T): void {
    for (const id of [...this.#listeners.keys()]) this.tell(id, news);
  }

  tell(id: string, news: T): void {
    for (const listener of this.#listeners.get(id) ?? []) listener(news);
  }
}

function isSignal(fact: RecordedFact): fact is SessionSignal {
  switch (fact.type) {
    case 'podium.session.v1.SessionStopping':
    case 'podium.session.v1.SessionCancelled':
    case 'podium.session.v1.PermissionAnswered':
    case 'podium.session.v1.QuestionAnswered':
    case 'podium.session.v1.GateClosed':
    case 'podium.session.v1.PromptAdded':
      return true;
    default:
      return false;
  }
}

function generationThatIsOver(fact: RecordedFact): number | undefined {
  switch (fact.type) {
    case 'podium.pod.v1.PodProvisioningStarted':
      return fact.data.generation - 1;
    case 'podium.pod.v1.PodExited':
    case 'podium.pod.v1.PodStopped':
    case 'podium.pod.v1.PodFailed':
      return fact.data.generation;
    default:
      return undefined;
  }
}

/** Whether a signal calls for another step than the one that a runner is taking. */
export function changesTheStep(signal: SessionSignal): boolean {
  switch (signal.type) {
    case 'podium.session.v1.SessionStopping':
    case 'podium.session.v1.SessionCancelled':
      return true;
    case 'podium.session.v1.PromptAdded':
      return signal.data.interrupt;
    default:
      return false;
  }
}
