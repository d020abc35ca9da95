import { randomUUID } from 'node:crypto';
import { createInbox, type NatsConnection, type Subscription } from 'nats';
import type { OperationOptions, RebuildOptions, RebuildResult, VerifyResult } from '../operations.ts';
import { ControlError } from './control-error.ts';
import {
  commandSubject,
  encodeMessage,
  listSubject,
  type OperationMessage,
  type OperationRequest,
  type ProjectionInfo,
} from './protocol.ts';

/** How long a list waits after the last answer: services answer at once, but a database may be slow. */
const listQuietMilliseconds = 400;
/** How long a list waits for its first answer. */
const listFirstMilliseconds = 2_000;
/** How long a command waits for the replica that takes it. */
const acceptMilliseconds = 10_000;
/** The replica gives a sign of life each second. */
const silenceMilliseconds = 15_000;
/** Answer of the server where nobody listens. */
const noResponders = 503;

/** What operators do with the projections of all services, over NATS. Any connection to the stack's server will do. */
export class ProjectionControl {
  readonly #nc: NatsConnection;

  constructor(nc: NatsConnection) {
    this.#nc = nc;
  }

  /**
   * What every replica says about its projections, by service, name, and the active one first. Empty where no service
   * runs; a replica that does not answer within 2 s is left out.
   */
  async list(): Promise<ProjectionInfo[]> {
    const inbox = createInbox();
    const answers = this.#nc.subscribe(inbox);
    const watchdog = endAfter(answers, listFirstMilliseconds);
    const found: ProjectionInfo[] = [];
    this.#nc.publish(listSubject, undefined, { reply: inbox });
    try {
      for await (const message of answers) {
        if (message.headers?.code === noResponders) break;
        found.push(message.json<ProjectionInfo>());
        watchdog.allow(listQuietMilliseconds);
      }
    } finally {
      watchdog.end();
    }
    return found.sort((left, right) => compare(sortKey(left), sortKey(right)));
  }

  /**
   * Builds a projection anew from the log beside the live tables, and swaps. The active replica does the work; it goes
   * on, to its end, if this client dies.
   *
   * @throws ControlError; the live tables are untouched then.
   */
  rebuild(service: string, name: string, options: RebuildOptions = {}): Promise<RebuildResult> {
    return this.#operate<RebuildResult>(service, name, 'rebuild', options, { dropPrevious: options.dropPrevious });
  }

  /**
   * Builds a projection from the log beside the live tables, compares both row by row, and removes what it built.
   *
   * @throws ControlError where it can't be told; a difference is a result and no error.
   */
  verify(service: string, name: string, options: OperationOptions = {}): Promise<VerifyResult> {
    return this.#operate<VerifyResult>(service, name, 'verify', options, {});
  }

  async #operate<Result>(
    service: string,
    name: string,
    command: 'rebuild' | 'verify',
    { signal, onProgress }: OperationOptions,
    settings: { readonly dropPrevious?: boolean | undefined },
  ): Promise<Result> {
    const subject = commandSubject(service, name, command);
    if (signal?.aborted) throw new ControlError('cancelled', `The ${command} was cancelled before it began`);
    const operationId = randomUUID();
    const inbox = createInbox();
    const messages = this.#nc.subscribe(inbox);
    const watchdog = endAfter(messages, acceptMilliseconds);
    const request = encodeMessage({ operationId, ...settings } as OperationRequest);
    const cancel = (): void => this.#nc.publish(commandSubject(service, name, 'cancel'), request);
    signal?.addEventListener('abort', cancel, { once: true });
    this.#nc.publish(subject, request, { reply: inbox });
    let replica: string | undefined;
    try {
      for await (const message of messages) {
        if (message.headers?.code === noResponders) throw notFound(service, name);
        const said = message.json<OperationMessage>();
        watchdog.allow(silenceMilliseconds);
        if (said.kind === 'accepted') replica = said.replica;
        else if (said.kind === 'progress') {
          if (said.progress) onProgress?.(said.progress);
        } else if (said.kind === 'done') return said.result as Result;
        else throw new ControlError(said.code, said.message);
      }
    } finally {
      watchdog.end();
      signal?.removeEventListener('abort', cancel);
    }
    throw replica === undefined
      ? new ControlError('no_active_replica', `No replica of ${service} leads the projection ${name} now`)
      : new ControlError('replica_lost', `Replica ${replica} of ${service} fell silent during the ${command}`);
  }
}

/** Ends a subscription, and with it the loop over its messages, unless more time is allowed before. */
function endAfter(
  subscription: Subscription,
  milliseconds: number,
): { allow(milliseconds: number): void; end(): void } {
  const end = (): void => {
    clearTimeout(timer);
    if (!subscription.isClosed()) subscription.unsubscribe();
  };
  let timer = setTimeout(end, milliseconds);
  return {
    allow: (more) => {
      clearTimeout(timer);
      timer = setTimeout(end, more);
    },
    end,
  };
}

function notFound(service: string, name: string): ControlError {
  return new ControlError('projection_not_found', `No running service ${service} has a projection ${name}`);
}

function sortKey({ service, name, state, replica }: ProjectionInfo): string {
  return [service, name, state === 'running' ? 0 : 1, replica].join(' ');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
