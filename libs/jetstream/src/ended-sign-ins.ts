import type { KV, NatsConnection } from 'nats';
import { keyBucket } from './buckets.ts';
import type { DeliveredMessage } from './delivery-message.ts';
import { translated } from './errors.ts';
import { scanStream } from './scan-stream.ts';
import { readStream } from './stream-reader.ts';

const bucket = 'ended-sign-ins';
const stream = `KV_${bucket}`;
const prefix = `$KV.${bucket}.`;
/** Longer than any sign-in can last. */
const keptMs = 22 * 24 * 3_600_000;

/** A sign-in that was ended before its time. */
export interface EndedSignIn {
  readonly id: string;
  /** When it would have ended anyway, in milliseconds since 1970. */
  readonly lastsUntilMs: number;
}

/** Ended sign-ins up to a place in the bucket, from which they can be followed. */
export interface EndedSignInsSoFar {
  readonly ended: readonly EndedSignIn[];
  readonly sequence: number;
}

/** Tells all gateways which sign-ins were ended before their time. Kept for as long as a sign-in can last. */
export class EndedSignInBucket {
  readonly #nc: NatsConnection;
  #store: Promise<KV> | undefined;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** Resolves once all gateways will hear of it. @throws LogUnavailableError */
  async put({ id, lastsUntilMs }: EndedSignIn): Promise<void> {
    await this.#use((store) => store.put(id, String(lastsUntilMs)));
  }

  /** @throws LogUnavailableError */
  async read(): Promise<EndedSignInsSoFar> {
    await this.#use(() => Promise.resolve());
    const ended: EndedSignIn[] = [];
    let sequence = 0;
    for await (const batch of scanStream(this.#nc, { stream, filters: [`${prefix}>`] })) {
      ended.push(...batch.map(endedSignIn));
      sequence = batch.at(-1)?.sequence ?? sequence;
    }
    return { ended, sequence };
  }

  /** Those after a place, as they are ended, until the signal aborts; across restarts of the server. */
  async *follow(after: number, signal: AbortSignal): AsyncGenerator<readonly EndedSignIn[]> {
    const options = { stream, filters: [`${prefix}>`], after, signal, maxBatch: 100, maxWaitMs: 1 };
    for await (const batch of readStream(this.#nc, options)) yield batch.map(endedSignIn);
  }

  async #use<T>(work: (store: KV) => Promise<T>): Promise<T> {
    try {
      this.#store ??= keyBucket(this.#nc, bucket, { history: 1, ttl: keptMs });
      return await work(await this.#store);
    } catch (error) {
      this.#store = undefined;
      throw translated(error);
    }
  }
}

function endedSignIn({ subject, data }: DeliveredMessage): EndedSignIn {
  return { id: subject.slice(prefix.length), lastsUntilMs: Number(Buffer.from(data).toString()) };
}
