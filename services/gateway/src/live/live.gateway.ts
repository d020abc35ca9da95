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
import { CONFIG, LOGGER, NATS, type Logger } from '@podium/service-kit';
import type { NatsConnection } from 'nats';
import type { Server, Socket } from 'socket.io';
import type { RateLimit } from '../api/rate-limit.ts';
import type { GatewayConfig } from '../config.ts';
import { ContactFeed } from '../contact/contact-feed.ts';
import { followContacts } from '../contact/telling.ts';
import { actorOf, admissionOf, personOf } from '../identity/person.ts';
import { EndedSignIns } from '../identity/ended-sign-ins.ts';
import { onSignInEnd } from '../identity/sign-in-end.ts';
import { ProjectAccess } from '../members/project-access.ts';
import { Presence } from '../presence/presence.ts';
import { answer } from './answer.ts';
import { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import { beat } from './heartbeat.ts';
import { LiveConnection } from './live-connection.ts';
import { LiveHub } from './live-hub.ts';
import { LogPulse } from './log-pulse.ts';
import { limitMessages, messageLimit } from './message-limit.ts';
import { outputSchema, outputStopSchema, parsed, projectSchema, subscribeSchema, type Reply } from './messages.ts';
import { leaveAll } from './rooms.ts';
import { stepsRoomOf, watchRoomOf, type Scope } from './scope.ts';
import { SocketClient } from './socket-client.ts';
import { StepFeed } from './step-feed.ts';
import { mostReplayed, type SubscriptionStart } from './subscription-start.ts';
import { broadcastFact, followSteps, tellStep } from './telling.ts';
import { FACT_SOURCE } from '../tokens.ts';

/** Messages; about the facts of a busy second. */
const largestBacklog = 256;

/** Facts and output, live. See the contract in docs and the folder's other files for how. */
@WebSocketGateway()
export class LiveGateway implements OnGatewayInit<Server>, OnGatewayConnection<Socket>, OnApplicationShutdown {
  @WebSocketServer()
  private readonly server!: Server;
  readonly #connections = new WeakMap<Socket, LiveConnection>();
  readonly #hub: LiveHub;
  readonly #steps: StepFeed;
  readonly #presence: Presence;
  readonly #messages: RateLimit;
  #stopBeating: () => void = () => undefined;

  constructor(
    @Inject(FactFeed) private readonly feed: FactFeed,
    @Inject(FACT_SOURCE) source: FactSource,
    @Inject(OutputLog) private readonly output: OutputLog,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(NATS) nats: NatsConnection,
    @Inject(ProjectAccess) private readonly access: ProjectAccess,
    @Inject(EndedSignIns) private readonly endedSignIns: EndedSignIns,
    @Inject(CONFIG) config: GatewayConfig,
    @Inject(ContactFeed) private readonly contacts: ContactFeed,
    @Inject(LogPulse) private readonly pulse: LogPulse,
  ) {
    this.#messages = messageLimit(config.PODIUM_MESSAGES_PER_MINUTE);
    const onError = (error: unknown): void => logger.warn({ err: error }, 'a step could not be told');
    this.#steps = new StepFeed(nats, (projectId, step) => tellStep(this.server, projectId, step), onError);
    this.#presence = new Presence(nats, (people) => {
      this.server.to(watchRoomOf(people.projectId)).emit('presence', people);
    });
    access.onLost((actor, projectId) => this.#dropAll(actor, projectId));
    this.#hub = new LiveHub({
      feed,
      source,
      broadcast: (scope, fact) => broadcastFact(this.server, access, scope, fact),
      mostReplayed,
      largestBacklog,
      onError: (error) => logger.error({ err: error }, 'a live subscription failed'),
    });
  }

  afterInit(server: Server): void {
    followSteps(server, this.#steps);
    followContacts(server, this.contacts);
    this.#stopBeating = beat(server, this.feed, this.pulse);
  }

  handleConnection(socket: Socket): void {
    limitMessages(socket, this.#messages);
    this.#connections.set(socket, new LiveConnection(new SocketClient(socket), this.#hub, this.output));
    const forgetEnd = onSignInEnd(this.endedSignIns, admissionOf(socket.request), (reason) => {
      socket.emit('signed_out', { reason });
      socket.disconnect(true);
    });
    socket.once('disconnect', () => {
      forgetEnd();
      this.#presence.leave(socket.id);
    });
  }

  onApplicationShutdown(): void {
    this.#stopBeating();
    this.#hub.stop();
    this.#steps.stop();
    this.#presence.stop();
  }

  @SubscribeMessage('subscribe')
  async subscribe(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<SubscriptionStart>,
  ): Promise<void> {
    await answer(reply, this.logger, async () => {
      const { after, projectId } = parsed(subscribeSchema, body ?? {});
      await this.#asMember(socket, projectId, async () => {
        await this.#connectionOf(socket).subscribe(this.#scopeOf(socket, projectId), after, (start) => reply?.(start));
      });
    });
  }

  @SubscribeMessage('unsubscribe')
  async unsubscribe(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<object>,
  ): Promise<void> {
    await answer(reply, this.logger, () => {
      const { projectId } = parsed(projectSchema, body ?? {});
      this.#connectionOf(socket).unsubscribe(this.#scopeOf(socket, projectId));
      reply?.({});
    });
  }

  @SubscribeMessage('output')
  async followOutput(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<{ sequence: number }>,
  ): Promise<void> {
    await answer(reply, this.logger, async () => {
      const { projectId, sessionId, after = 0 } = parsed(outputSchema, body);
      await this.#asMember(socket, projectId, () => {
        const following = this.#connectionOf(socket).followOutput(projectId, sessionId, after);
        following.catch((error: unknown) => this.logger.error({ err: error, sessionId }, 'following output failed'));
      });
      reply?.({ sequence: after });
    });
  }

  @SubscribeMessage('output-stop')
  async stopOutput(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<object>,
  ): Promise<void> {
    await answer(reply, this.logger, () => {
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
    await answer(reply, this.logger, async () => {
      const { projectId } = parsed(projectSchema, body ?? {});
      await this.#asMember(socket, projectId, async () => {
        await leaveAll(socket, stepsRoomOf);
        if (projectId !== undefined) await socket.join(stepsRoomOf(projectId));
      });
      reply?.({});
    });
  }

  /** Says which project the client looks at, or none; from then on it is told who else does. */
  @SubscribeMessage('watch')
  async watch(
    @ConnectedSocket() socket: Socket,
    @MessageBody() body: unknown,
    @Ack() reply: Reply<object>,
  ): Promise<void> {
    await answer(reply, this.logger, async () => {
      const { projectId } = parsed(projectSchema, body ?? {});
      await this.#asMember(socket, projectId, async () => {
        await leaveAll(socket, watchRoomOf);
        this.#presence.leave(socket.id);
        if (projectId === undefined || !socket.connected) return;
        const people = this.#presence.look(socket.id, personOf(socket.request), projectId);
        await socket.join(watchRoomOf(projectId));
        socket.emit('presence', people);
      });
      reply?.({});
    });
  }

  /**
   * Lets a client follow something of a project. Who is no member, or not any more once that has begun, follows nothing
   * of it. @throws ProblemError 404
   */
  async #asMember(socket: Socket, projectId: string | undefined, follow: () => Promise<void> | void): Promise<void> {
    await this.#assertMember(socket, projectId);
    await follow();
    await this.#assertMember(socket, projectId);
  }

  async #assertMember(socket: Socket, projectId: string | undefined): Promise<void> {
    if (projectId === undefined) return;
    try {
      await this.access.assertMember(personOf(socket.request), projectId);
    } catch (error) {
      this.#drop(socket, projectId);
      throw error;
    }
  }

  #scopeOf(socket: Socket, projectId: string | undefined): Scope {
    return projectId === undefined ? { viewer: this.access.viewerOf(personOf(socket.request)) } : { projectId };
  }

  #dropAll(actor: string, projectId: string): void {
    for (const socket of this.server.sockets.sockets.values()) {
      if (actorOf(personOf(socket.request)) !== actor) continue;
      this.#drop(socket, projectId);
      socket.emit('dropped', { projectId });
    }
  }

  /** Ends all that a client follows of a project. */
  #drop(socket: Socket, projectId: string): void {
    this.#connectionOf(socket).drop(projectId);
    void socket.leave(stepsRoomOf(projectId));
    void socket.leave(watchRoomOf(projectId));
    this.#presence.leave(socket.id, projectId);
  }

  #connectionOf(socket: Socket): LiveConnection {
    const connection = this.#connections.get(socket);
    if (!connection) throw new Error('A message came before its connection');
    return connection;
  }
}
