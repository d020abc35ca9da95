import { hostname } from 'node:os';
import type { Logger, ProjectionStatus } from '@podium/service-kit';
import { nuid, type Msg, type NatsConnection, type Subscription } from 'nats';
import { NotActiveError } from '../errors.ts';
import type {
  Operation,
  OperationOptions,
  OperationProgress,
  RebuildOptions,
  RebuildResult,
  VerifyResult,
} from '../operations.ts';
import {
  commandSubject,
  encodeMessage,
  listSubject,
  type OperationMessage,
  type OperationRequest,
  type ProjectionInfo,
} from './protocol.ts';

/** What can be controlled: a replica's runner. */
export interface ControlledProjection {
  readonly name: string;
  readonly version: number;
  readonly tableNames: readonly string[];
  readonly operation: Operation | undefined;
  status(): Promise<ProjectionStatus>;
  rebuild(options: RebuildOptions): Promise<RebuildResult>;
  verify(options: OperationOptions): Promise<VerifyResult>;
}

export interface ControlServerOptions {
  readonly nc: NatsConnection;
  readonly service: string;
  readonly projection: ControlledProjection;
  readonly logger: Logger;
}

const signOfLifeMilliseconds = 1_000;

/** Answers operators for one projection of one replica. */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #replica = `${hostname()}-${process.pid}-${nuid.next().slice(-6)}`;
  readonly #subscriptions: readonly Subscription[];
  /** By the client's id of the operation. */
  readonly #operations = new Map<string, AbortController>();

  /** @throws ControlError where service or projection have a name that can't be part of a subject. */
  constructor(options: ControlServerOptions) {
    this.#options = options;
    const { service, projection } = options;
    const onCommand = (command: 'rebuild' | 'verify' | 'cancel', callback: (message: Msg) => unknown): Subscription =>
      this.#subscribe(commandSubject(service, projection.name, command), callback);
    this.#subscriptions = [
      onCommand('rebuild', (message) =>
        this.#operate('rebuild', message, (request, options) => projection.rebuild({ ...request, ...options })),
      ),
      onCommand('verify', (message) => this.#operate('verify', message, (_, options) => projection.verify(options))),
      onCommand('cancel', (message) => this.#operations.get(message.json<OperationRequest>().operationId)?.abort()),
      this.#subscribe(listSubject, (message) => this.#list(message)),
    ];
  }

  /** Stops answering. What it has begun is the projection's to end. */
  close(): void {
    for (const operation of this.#operations.values()) operation.abort();
    for (const subscription of this.#subscriptions) if (!subscription.isClosed()) subscription.unsubscribe();
  }

  #subscribe(subject: string, callback: (message: Msg) => unknown): Subscription {
    const { nc, logger } = this.#options;
    const handle = async (error: Error | null, message: Msg): Promise<void> => {
      try {
        if (error) throw error;
        await callback(message);
      } catch (failure) {
        logger.warn({ subject, err: failure }, 'command of an operator could not be answered');
      }
    };
    return nc.subscribe(subject, { callback: (error, message) => void handle(error, message) });
  }

  async #list(message: Msg): Promise<void> {
    const { service, projection } = this.#options;
    const { name, version, tableNames: tables, operation } = projection;
    const status = await projection.status().catch(unreachable);
    const info: ProjectionInfo = {
      service,
      name,
      version,
      replica: this.#replica,
      tables,
      ...status,
      ...(operation ? { operation } : {}),
    };
    message.respond(encodeMessage(info));
  }

  /** A replica that is not the active one says nothing: another one will. */
  async #operate(
    kind: 'rebuild' | 'verify',
    message: Msg,
    work: (request: RebuildOptions, options: Required<OperationOptions>) => Promise<unknown>,
  ): Promise<void> {
    const { nc, logger, projection } = this.#options;
    const { operationId, dropPrevious = false } = message.json<OperationRequest>();
    const say = (what: OperationMessage): void => {
      if (!nc.isClosed()) message.respond(encodeMessage(what));
    };
    const cancel = new AbortController();
    this.#operations.set(operationId, cancel);
    let latest: OperationProgress | undefined;
    const signOfLife = setInterval(() => latest && say({ kind: 'progress', progress: latest }), signOfLifeMilliseconds);
    const onProgress = (progress: OperationProgress): void => {
      if (!latest) say({ kind: 'accepted', replica: this.#replica });
      latest = progress;
      say({ kind: 'progress', progress });
    };
    try {
      const result = await work({ dropPrevious }, { signal: cancel.signal, onProgress });
      logger.info({ projection: projection.name, kind, result }, 'operation on a projection done');
      say({ kind: 'done', result });
    } catch (error) {
      if (error instanceof NotActiveError) return;
      logger.warn({ projection: projection.name, kind, err: error }, 'operation on a projection failed');
      say({ kind: 'failed', code: codeOf(error), message: error instanceof Error ? error.message : String(error) });
    } finally {
      clearInterval(signOfLife);
      this.#operations.delete(operationId);
    }
  }
}

/** Its log or database does not answer. */
function unreachable(error: unknown): ProjectionStatus {
  const reason = error instanceof Error ? error.message : String(error);
  return { position: 0, head: 0, lag: 0, state: 'failed', error: reason };
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'operation_failed';
}
