import { Body, Controller, Get, Inject, Module, Param, Post, type OnApplicationShutdown } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import {
  CONFIG,
  DATA_SOURCE,
  NATS,
  problemOf,
  type BaseConfig,
  type ManagedProjection,
  type ProjectionStatus,
} from '../index.ts';

const body = z.object({ title: z.string().min(1), nested: z.object({ count: z.coerce.number().int() }) });

/** Has an answer of every kind. */
@Controller('things')
export class ThingsController implements OnApplicationShutdown {
  static readonly shutdowns: string[] = [];

  constructor(
    @Inject(CONFIG) private readonly config: BaseConfig,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(NATS) private readonly nats: NatsConnection,
  ) {}

  @Post()
  create(@Body({ schema: body }) thing: z.infer<typeof body>): z.infer<typeof body> {
    return thing;
  }

  @Get('failing/:how')
  fail(@Param('how') how: string): never {
    if (how === 'log') throw new LogUnavailableError('The log did not answer');
    if (how === 'problem') throw problemOf('too_many_requests', 'Slow down', undefined, { retry_after_seconds: 1.2 });
    throw new Error('password of the database is 1234');
  }

  @Get('forever')
  forever(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Get('schema')
  async schema(): Promise<unknown> {
    const [row] = (await this.dataSource.query(
      'SELECT current_schema() AS name, 9007199254740991::bigint AS big',
    )) as object[];
    return { ...row, secret: this.config.PODIUM_SECRET.length, nats: this.nats.isClosed() };
  }

  onApplicationShutdown(): void {
    // The data source and NATS outlive the application's own parts.
    ThingsController.shutdowns.push(`${this.dataSource.isInitialized} ${this.nats.isClosed()}`);
  }
}

@Module({ controllers: [ThingsController] })
export class ThingsModule {}

/** Notes what is asked of it. */
export class RecordingTransport extends Server implements CustomTransportStrategy {
  readonly calls: string[] = [];
  /** What closing waits for. */
  drained: Promise<void> = Promise.resolve();

  listen(callback: () => void): void {
    this.calls.push('listen');
    callback();
  }

  async close(): Promise<void> {
    this.calls.push('close');
    await this.drained;
  }

  override on(): never {
    throw new Error('This transport has no events');
  }

  override unwrap(): never {
    throw new Error('This transport has no driver');
  }
}

/** A projection that says of itself what the test wants. */
export function projection(status: Partial<ProjectionStatus>, calls: string[] = []): ManagedProjection {
  return {
    name: 'things',
    start: async () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
    status: async () => ({ position: 5, head: 5, lag: 0, state: 'running', ...status }),
  };
}
