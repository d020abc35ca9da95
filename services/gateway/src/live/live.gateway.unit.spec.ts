import { EventEmitter } from 'node:events';
import { createLogger, problemOf } from '@podium/service-kit';
import { describe, expect, it } from '@jest/globals';
import type { ContactFeed } from '../contact/contact-feed.ts';
import type { OutputLog } from '@podium/jetstream';
import type { NatsConnection } from 'nats';
import type { Server, Socket } from 'socket.io';
import type { GatewayConfig } from '../config.ts';
import type { EndedSignIns } from '../identity/ended-sign-ins.ts';
import { letIn } from '../identity/person.ts';
import type { ProjectAccess } from '../members/project-access.ts';
import type { FactFeed } from './fact-feed.ts';
import type { FactSource } from './fact-source.ts';
import { LiveGateway } from './live.gateway.ts';
import type { LogPulse } from './log-pulse.ts';
import type { Reply } from './messages.ts';

class TestSocket extends EventEmitter {
  readonly id = 'socket-1';
  readonly connected = true;
  readonly request = {};
  readonly conn = new EventEmitter();
  readonly rooms = new Set<string>();

  use(): void {}

  join(room: string): void {
    this.rooms.add(room);
  }

  leave(room: string): void {
    this.rooms.delete(room);
  }
}

/** A gateway that finds someone a member `memberLooks` times, and no member from then on. */
function liveGateway(memberLooks: number, followed: AbortSignal[]): LiveGateway {
  let looks = 0;
  const access = {
    onLost: () => () => undefined,
    viewerOf: () => undefined,
    assertMember: () => {
      looks += 1;
      if (looks <= memberLooks) return Promise.resolve();
      return Promise.reject(problemOf('not_found', 'There is no such project.'));
    },
  } as unknown as ProjectAccess;
  const feed = { position: 7, onFacts: () => () => undefined } as unknown as FactFeed;
  const output = {
    follow: async function* (_project: string, _session: string, { signal }: { signal: AbortSignal }) {
      followed.push(signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield* [];
    },
  } as unknown as OutputLog;
  const nats = {
    subscribe: () => ({ unsubscribe: () => undefined }),
    publish: () => undefined,
    isClosed: () => false,
    isDraining: () => false,
  } as unknown as NatsConnection;
  const ended = { has: () => false, onEnded: () => () => undefined } as unknown as EndedSignIns;
  const config = { PODIUM_MESSAGES_PER_MINUTE: 100 } as unknown as GatewayConfig;
  const logger = createLogger({ service: 'test', level: 'silent' });
  const gateway = new LiveGateway(
    feed,
    {} as FactSource,
    output,
    logger,
    nats,
    access,
    ended,
    config,
    {} as ContactFeed,
    {} as LogPulse,
  );
  const server = { to: () => ({ emit: () => undefined }) } as unknown as Server;
  return Object.assign(gateway, { server });
}

const followers = {
  subscribe: (gateway: LiveGateway, ...args: Parameters<LiveGateway['subscribe']>) => gateway.subscribe(...args),
  output: (gateway: LiveGateway, ...args: Parameters<LiveGateway['followOutput']>) => gateway.followOutput(...args),
  steps: (gateway: LiveGateway, ...args: Parameters<LiveGateway['followProjectSteps']>) =>
    gateway.followProjectSteps(...args),
  watch: (gateway: LiveGateway, ...args: Parameters<LiveGateway['watch']>) => gateway.watch(...args),
};

describe('who is removed from a project while something of it begins to be followed', () => {
  it.each(Object.entries(followers))('follows nothing of it afterwards: %s', async (_, follow) => {
    const answered = async (memberLooks: number): Promise<{ rooms: number; open: number; answer: unknown }> => {
      const socket = new TestSocket();
      const signals: AbortSignal[] = [];
      let answer: unknown;
      const reply: Reply<unknown> = (given) => (answer = given);
      letIn(socket.request as never, { person: { id: 'ann', name: 'Ann', signedInBy: 'oidc' } });
      const gateway = liveGateway(memberLooks, signals);
      gateway.handleConnection(socket as unknown as Socket);
      await follow(gateway, socket as unknown as Socket, { projectId: 'p1', sessionId: 's1' }, reply);
      // Who subscribes joins the room once what was missed has been sent.
      await new Promise((resolve) => setImmediate(resolve));
      const open = signals.filter(({ aborted }) => !aborted).length;
      const rooms = socket.rooms.size;
      gateway.onApplicationShutdown();
      return { rooms, open, answer };
    };
    const stayed = await answered(2);
    expect(stayed.rooms + stayed.open).toBe(1);
    const removed = await answered(1);
    expect(removed).toMatchObject({ rooms: 0, open: 0, answer: { error: { status: 404 } } });
  });
});
