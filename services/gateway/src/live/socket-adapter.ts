import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { problemFromError, toProblemDetails } from '@podium/service-kit';
import type { Guard } from '../identity/guard.ts';
import { personOf } from '../identity/person.ts';
import type { OpenConnections } from './open-connections.ts';

/** Of the release of Socket.IO that Nest's adapter brings along. */
type SocketServer = ReturnType<IoAdapter['createIOServer']>;
type ServerOptions = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;

/** What a client may send at once: subscriptions are small. */
const maxMessageBytes = 100_000;
/** Until a connection has to have said that it is a client of Socket.IO. */
const connectTimeoutMs = 10_000;

/** Socket.IO on the gateway's own HTTP server, behind the same guard as everything else. */
export class SocketAdapter extends IoAdapter {
  readonly #guard: Guard;
  readonly #connections: OpenConnections;

  constructor(app: INestApplicationContext, guard: Guard, connections: OpenConnections) {
    super(app);
    this.#guard = guard;
    this.#connections = connections;
  }

  override createIOServer(port: number, options?: ServerOptions): SocketServer {
    const settings: Partial<ServerOptions> = {
      ...options,
      path: '/socket.io',
      serveClient: false,
      maxHttpBufferSize: maxMessageBytes,
      connectTimeout: connectTimeoutMs,
      // Upgrades of other paths are for the web application.
      destroyUpgrade: false,
      allowRequest: (request, answer) => this.#admit(request, answer),
    };
    const server = super.createIOServer(port, settings as ServerOptions);
    this.#limit(server);
    return server;
  }

  #admit(request: IncomingMessage, answer: (error: string | null | undefined, isAllowed: boolean) => void): void {
    this.#guard.admit(request).then(
      ({ person }) => {
        try {
          this.#connections.assertAnswerable(person.id);
          answer(null, true);
        } catch (error) {
          answer(problemFromError(error).message, false);
        }
      },
      (error: unknown) => answer(problemFromError(error).message, false),
    );
  }

  /** Connections that are too many are told so: what refuses them before they are made no browser shows to its page. */
  #limit(server: SocketServer): void {
    server.engine.on(
      'connection',
      (connection: { request: IncomingMessage; once(event: 'close', end: () => void): void }) => {
        connection.once('close', this.#connections.open(personOf(connection.request).id));
      },
    );
    server.use((socket, next) => {
      try {
        this.#connections.assertWithin(personOf(socket.request).id);
        next();
      } catch (error) {
        const problem = problemFromError(error);
        next(Object.assign(new Error(problem.message), { data: toProblemDetails(problem) }));
      }
    });
  }
}
