import type { IncomingMessage } from 'node:http';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { problemFromError } from '@podium/service-kit';
import type { Guard } from '../identity/guard.ts';

/** Of the release of Socket.IO that Nest's adapter brings along. */
type ServerOptions = NonNullable<Parameters<IoAdapter['createIOServer']>[1]>;

/** What a client may send at once: subscriptions are small. */
const maxMessageBytes = 100_000;

/** Socket.IO on the gateway's own HTTP server, behind the same guard as everything else. */
export class SocketAdapter extends IoAdapter {
  readonly #guard: Guard;

  constructor(app: INestApplicationContext, guard: Guard) {
    super(app);
    this.#guard = guard;
  }

  override createIOServer(port: number, options?: ServerOptions): ReturnType<IoAdapter['createIOServer']> {
    const settings: Partial<ServerOptions> = {
      ...options,
      path: '/socket.io',
      serveClient: false,
      maxHttpBufferSize: maxMessageBytes,
      // Upgrades of other paths are for the web application.
      destroyUpgrade: false,
      allowRequest: (request, answer) => this.#admit(request, answer),
    };
    return super.createIOServer(port, settings as ServerOptions);
  }

  #admit(request: IncomingMessage, answer: (error: string | null | undefined, isAllowed: boolean) => void): void {
    this.#guard.admit(request).then(
      () => answer(null, true),
      (error: unknown) => answer(problemFromError(error).message, false),
    );
  }
}
