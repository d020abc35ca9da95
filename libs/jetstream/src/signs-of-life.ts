import type { NatsConnection, Subscription } from 'nats';

/** A session that a replica of session-svc works on. */
export interface HeldSign {
  readonly projectId: string;
  readonly sessionId: string;
  /** Since when its agent is not heard, RFC 3339; null while it is. */
  readonly lostSince: string | null;
}

/** What a replica of session-svc says of itself. It is no fact: nothing keeps it, and the next one says it all again. */
export interface SignOfLife {
  /** Another one after each start. */
  readonly replica: string;
  readonly sessions: readonly HeldSign[];
  /** The replica is closing, and says nothing more. */
  readonly isLast: boolean;
}

/** A replica that lives says so this often, and whenever something changes. */
export const signEveryMs = 1_000;

const subject = 'podium.ctl.session-svc.signs';

/** Says it to whoever listens now. Does nothing where the connection is closed. */
export function tellSign(nc: NatsConnection, sign: SignOfLife): void {
  if (nc.isClosed() || nc.isDraining()) return;
  nc.publish(subject, JSON.stringify(sign));
}

/** Hears the signs of all replicas until the subscription ends. */
export function hearSigns(nc: NatsConnection, onSign: (sign: SignOfLife) => void): Subscription {
  return nc.subscribe(subject, {
    callback: (error, message) => {
      if (!error) onSign(message.json<SignOfLife>());
    },
  });
}
