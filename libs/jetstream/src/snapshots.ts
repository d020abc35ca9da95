import {
  rulesVersion,
  type Aggregate,
  type Snapshot,
  type SnapshotOptions,
  type SnapshotStore,
} from '@podium/event-sourcing';
import { headers, type NatsConnection } from 'nats';
import { ask } from './answers.ts';
import { LogRefusedError, translated } from './errors.ts';
import { logIdentity } from './log-identity.ts';
import { publishForAck } from './publish.ts';
import { streams } from './streams.ts';
import { snapshotSubject } from './subjects.ts';
import { decodedObject, encoded } from './wire.ts';

const timeoutMs = 1_000;

/** What a service's logger can do, as far as it is needed here. */
interface WarningLog {
  warn(fields: object, message: string): void;
}

/**
 * Snapshots for the handler of one kind of aggregate.
 *
 * @param domain the folder with the rules that fold its states.
 */
export function snapshotsOn(nc: NatsConnection, domain: URL, logger: WarningLog): SnapshotOptions {
  const onFailure = (err: unknown): void => logger.warn({ err }, 'A snapshot could not be read or written');
  return { store: new JetStreamSnapshots(nc), rules: rulesVersion(domain), onFailure };
}

/** Header that says of which log the snapshot was made. */
const logHeader = 'podium-log';

/**
 * Snapshots in the stream SNAPSHOTS, the newest one of each aggregate. One that was made of another log, for example
 * before a backup was restored, is as good as none: its positions mean something else there.
 */
export class JetStreamSnapshots implements SnapshotStore {
  readonly #nc: NatsConnection;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /** @throws LogUnavailableError, LogRefusedError, UnreadableMessageError */
  async read(aggregate: Aggregate): Promise<Snapshot | undefined> {
    const payload = encoded({ last_by_subj: snapshotSubject(aggregate) });
    const log = await logIdentity(this.#nc);
    let snapshot: Snapshot | undefined;
    try {
      await ask(this.#nc, {
        subject: `$JS.API.DIRECT.GET.${streams.snapshots}`,
        payload,
        timeoutMs,
        onAnswer: ({ headers: found, data }) => {
          const status = found?.code ?? 0;
          if (status === 404 || (status === 0 && found?.get(logHeader) !== log)) return 'last';
          if (status !== 0) throw new LogRefusedError(found?.description ?? 'The read was refused', 0, status);
          snapshot = decodedObject(data, 'A snapshot') as unknown as Snapshot;
          return 'last';
        },
      });
    } catch (error) {
      throw translated(error);
    }
    return snapshot;
  }

  /** @throws LogUnavailableError, LogRefusedError */
  async write(aggregate: Aggregate, snapshot: Snapshot): Promise<void> {
    // What is not written at the end of the process is written when somebody needs it next.
    if (this.#nc.isClosed() || this.#nc.isDraining()) return;
    const messageHeaders = headers();
    messageHeaders.set(logHeader, await logIdentity(this.#nc));
    await publishForAck(this.#nc, {
      subject: snapshotSubject(aggregate),
      payload: encoded(snapshot),
      headers: messageHeaders,
    });
  }
}
