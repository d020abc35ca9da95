import { NATS } from '@podium/service-kit';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RequestStrategy, type NatsConnection, type Subscription } from 'nats';

const subject = 'podium.ctl.session-svc.held-sessions';
/** How long replicas have to answer. One that is too busy to do so is found out by nobody: the session is fenced. */
const answerWithinMilliseconds = 2_000;

/** Which sessions the replicas of this service work on now. */
@Injectable()
export class HeldSessions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #nats: NatsConnection;
  readonly #held = new Map<string, number>();
  #subscription: Subscription | undefined;

  constructor(@Inject(NATS) nats: NatsConnection) {
    this.#nats = nats;
  }

  onApplicationBootstrap(): void {
    this.#subscription = this.#nats.subscribe(subject, {
      callback: (error, message) => {
        if (!error) message.respond(JSON.stringify([...this.#held.keys()]));
      },
    });
  }

  beforeApplicationShutdown(): void {
    if (this.#subscription && !this.#nats.isClosed()) this.#subscription.unsubscribe();
  }

  /** Counts as held until the work on it settles. */
  async during<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    this.#held.set(sessionId, (this.#held.get(sessionId) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const count = (this.#held.get(sessionId) ?? 1) - 1;
      if (count > 0) this.#held.set(sessionId, count);
      else this.#held.delete(sessionId);
    }
  }

  /** Those of all replicas that answer, this one's included. @throws NatsError while the server is away. */
  async everywhere(): Promise<ReadonlySet<string>> {
    const answers = await this.#nats.requestMany(subject, '', {
      strategy: RequestStrategy.Timer,
      maxWait: answerWithinMilliseconds,
    });
    const held = new Set(this.#held.keys());
    for await (const answer of answers) {
      if (answer instanceof Error) throw answer;
      for (const sessionId of answer.json<string[]>()) held.add(sessionId);
    }
    return held;
  }
}
