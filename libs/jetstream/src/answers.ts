import { LogUnavailableError } from '@podium/event-sourcing';
import { createInbox, type Msg, type MsgHdrs, type NatsConnection } from 'nats';
import { nextTurn } from './turns.ts';

export interface Question {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers?: MsgHdrs | undefined;
  /** Answers that come later than this, in milliseconds after the question, count as missing. */
  readonly timeoutMs: number;
  /** Takes the next answer and says whether it was the last one. What it throws becomes the asker's error. */
  readonly onAnswer: (message: Msg) => 'last' | 'more';
}

interface Waiting extends Pick<Question, 'onAnswer'> {
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How often it is looked for answers that are overdue: a timer for each question would cost more than the rest. */
const sweepMs = 100;

const inboxes = new WeakMap<NatsConnection, Answers>();

/**
 * Asks and takes one or more answers, all of which come to one subscription of the connection. The client's own
 * requests make a timer and an error with its stack for each of them, which was a fifth of what a command cost.
 *
 * @throws LogUnavailableError when nobody answers in time, or when the connection is closed meanwhile; what `publish`
 * of the client throws.
 */
export function ask(nc: NatsConnection, question: Question): Promise<void> {
  let answers = inboxes.get(nc);
  if (!answers) inboxes.set(nc, (answers = new Answers(nc)));
  return answers.ask(question);
}

class Answers {
  readonly #nc: NatsConnection;
  readonly #prefix = `${createInbox()}.`;
  readonly #waiting = new Map<string, Waiting>();
  #count = 0;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
    nc.subscribe(`${this.#prefix}*`, {
      callback: (error, message) => {
        if (!error) this.#receive(message);
      },
    });
    void nc.closed().then(() => this.#failAll());
  }

  async ask({ subject, payload, headers, timeoutMs, onAnswer }: Question): Promise<void> {
    await nextTurn();
    const token = (this.#count += 1).toString(36);
    await new Promise<void>((resolve, reject) => {
      this.#nc.publish(subject, payload, { reply: this.#prefix + token, ...(headers ? { headers } : {}) });
      this.#waiting.set(token, { onAnswer, resolve, reject, deadline: performance.now() + timeoutMs });
      this.#sweeping ??= setInterval(() => this.#sweep(), sweepMs);
    });
  }

  #receive(message: Msg): void {
    const token = message.subject.slice(this.#prefix.length);
    const waiting = this.#waiting.get(token);
    if (!waiting) return;
    try {
      if (isNobodyThere(message)) throw new LogUnavailableError('The log did not answer: nobody is there');
      if (waiting.onAnswer(message) === 'more') return;
      waiting.resolve();
    } catch (error) {
      waiting.reject(error);
    }
    this.#waiting.delete(token);
  }

  #sweep(): void {
    const now = performance.now();
    for (const [token, { deadline, reject }] of this.#waiting) {
      if (deadline > now) continue;
      this.#waiting.delete(token);
      reject(new LogUnavailableError('The log did not answer in time'));
    }
    if (this.#waiting.size === 0) this.#stopSweeping();
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new LogUnavailableError('The connection to the log was closed'));
    }
    this.#waiting.clear();
    this.#stopSweeping();
  }

  #stopSweeping(): void {
    clearInterval(this.#sweeping);
    this.#sweeping = undefined;
  }
}

/** Source: https://docs.nats.io/nats-concepts/core-nats/reqreply */
function isNobodyThere(message: Msg): boolean {
  return message.data.length === 0 && message.headers?.code === 503;
}
