import { Inject, type OnApplicationShutdown } from '@nestjs/common';
import {
  Ack,
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  type OnGatewayConnection,
  type OnGatewayInit,
} from '@nestjs/websockets';
import { OutputLog } from '@podium/jetstream';
import type { RecordedFact } from '@podium/proto';
import {
  LOGGER,
  NATS,
  problemFromError,
  problemOf,
  toProblemDetails,
  type Logger,
  type ProblemDetails,
} from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { Server, Socket } from 'socket.io';
import { z } from 'zod';
import { idSchema } from '../api/schemas/requests.ts';
import { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import { LiveConnection } from './live-connection.ts';
import { LiveHub } from './live-hub.ts';
import { projectOfRoom, roomOf, stepsRoomOf, type Scope } from './scope.ts';
import { SocketClient } from './socket-client.ts';
import { StepFeed, type Step } from './step-feed.ts';
import { mostReplayed, type SubscriptionStart } from './subscription-start.ts';
import { FACT_SOURCE } from '../tokens.ts';

const heartbeatMs = 5_000;
/** Messages; about the facts of a busy second. */
const largestBacklog = 256;

const positionSchema = z.int().min(0);
const subscribeSchema = z.object({ projectId: idSchema.optional(), after: positionSchema.optional() });
const scopeSchema = z.object({ projectId: idSchema.optional() });
const outputSchema = z.object({ projectId: idSchema, sessionId: idSchema, after: positionSchema.optional() });
const outputStopSchema = z.object({ sessionId: idSchema });
const stepsSchema = z.object({ projectId: idSchema.optional() });

type Reply<Answer> = ((answer: Answer | { error: ProblemDetails }) => void) | undefined;

/** Facts and output, live. See the contract in docs and the folder's other files for how. */
@WebSocketGateway()
export class LiveGateway implements OnGatewayInit<Server>, OnGatewayConnection<Socket>, OnApplicationShutdown {
  @WebSocketServer()
  private readonly server!: Server;
  readonly #connections = new WeakMap<Socket, LiveConnection>();
  readonly #hub: LiveHub;
  readonly #steps: StepFeed;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(
    @Inject(FactFeed) private readonly feed: FactFeed,
    @Inject(FACT_SOURCE) source: FactSource,
    @Inject(OutputLog) private readonly output: OutputLog,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(NATS) nats: NatsConnection,
  ) {
    const onError = (error: unknown): void => logger.warn({ err: error }, 'a step could not be told');
    this.#steps = new StepFeed(nats, (projectId, step) => this.#tellStep(projectId, step), onError);
    this.#hub = new LiveHub({
      feed,
      source,
      broadcast: (scope, fact) => this.#broadcast(scope, fact),
      mostReplayed,
      largestBacklog,
      onError: (error) => logger.error({ err: error }, 'a live subscription failed'),
    });
  }

  afterInit(server: Server): void {
    this.#followSteps(server);
    this.#heartbeat = setInterval(() => {
      server.volatile.emit('heartbeat', { position: this.feed.position, time: new Date().toISOString() });
    }, heartbeatMs);
  }

  handleConnection(socket: Socket): void {
    this.#connections.set(socket, new LiveConnection(new SocketClient(socket), this.#hub, this.output));
  }

  onApplicationShutdown(): void {
    clearInterval(this.#heartbeat);
    this.#hub.stop();
    this.#steps.stop();
  }

  @SubscribeMessage('subscribe')
  async subscribe(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<SubscriptionStart>,
  ): Promise<void> {
    await this.#answer(reply, async () => {
      const { after, ...scope } = parsed(subscribeSchema, body ?? {});
      await this.#connectionOf(socket).subscribe(scope, after, (start) => reply?.(start));
    });
  }

  @SubscribeMessage('unsubscribe')
  async unsubscribe(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<object>,
  ): Promise<void> {
    await this.#answer(reply, () => {
      this.#connectionOf(socket).unsubscribe(parsed(scopeSchema, body ?? {}));
      reply?.({});
    });
  }

  @SubscribeMessage('output')
  async followOutput(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<{ sequence: number }>,
  ): Promise<void> {
    await this.#answer(reply, () => {
      const { projectId, sessionId, after = 0 } = parsed(outputSchema, body);
      const following = this.#connectionOf(socket).followOutput(projectId, sessionId, after);
      following.catch((error: unknown) => this.logger.error({ err: error, sessionId }, 'following output failed'));
      reply?.({ sequence: after });
    });
  }

  @SubscribeMessage('output-stop')
  async stopOutput(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<object>,
  ): Promise<void> {
    await this.#answer(reply, () => {
      this.#connectionOf(socket).stopOutput(parsed(outputStopSchema, body).sessionId);
      reply?.({});
    });
  }

  /** For those who follow the facts of all projects: the newest steps of one of them, instead of those of another. */
  @SubscribeMessage('steps')
  async followProjectSteps(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<object>,
  ): Promise<void> {
    await this.#answer(reply, async () => {
      const { projectId } = parsed(stepsSchema, body ?? {});
      for (const room of socket.rooms) if (room.startsWith(stepsRoomOf(''))) await socket.leave(room);
      if (projectId !== undefined) await socket.join(stepsRoomOf(projectId));
      reply?.({});
    });
  }

  #connectionOf(socket: Socket): LiveConnection {
    const connection = this.#connections.get(socket);
    if (!connection) throw new Error('A message came before its connection');
    return connection;
  }

  async #answer<Answer>(reply: Reply<Answer>, work: () => Promise<void> | void): Promise<void> {
    try {
      await work();
    } catch (error) {
      const problem = problemFromError(error);
      if (problem.status >= 500) this.logger.error({ err: error }, 'socket request failed');
      reply?.({ error: toProblemDetails(problem) });
    }
  }

  /** Steps are listened to while somebody looks at the project. */
  #followSteps({ sockets: { adapter } }: Server): void {
    const withProject = (act: (projectId: string) => void) => (room: string) => {
      const projectId = projectOfRoom(room);
      if (projectId !== undefined) act(projectId);
    };
    adapter.on(
      'create-room',
      withProject((projectId) => this.#steps.follow(projectId)),
    );
    adapter.on(
      'delete-room',
      withProject((projectId) => {
        const isWanted = adapter.rooms.has(roomOf({ projectId })) || adapter.rooms.has(stepsRoomOf(projectId));
        if (!isWanted) this.#steps.unfollow(projectId);
      }),
    );
  }

  /** Those who can't take it now do without: the next step says more. */
  #tellStep(projectId: string, step: Step): void {
    this.server.to(roomOf({ projectId })).to(stepsRoomOf(projectId)).volatile.emit('step', step);
  }

  /** Encoded once for all clients of the room; not at all where nobody is in it. */
  #broadcast(scope: Scope, fact: RecordedFact): void {
    const room = roomOf(scope);
    if (!this.server.sockets.adapter.rooms.has(room)) return;
    this.server.to(room).emit('event', fact, { projectId: scope.projectId ?? null });
  }
}

/** @throws ProblemError 422 */
function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw problemOf('validation_failed', 'The message is not valid.', undefined, { errors });
}
