import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import type { ManagedProjection } from './managed-projection.ts';
import { parkedOf } from './parked.ts';

export interface HealthSettings {
  /** Name of the service: which parked messages are its own. */
  readonly name: string;
  readonly nats: NatsConnection;
  readonly dataSource: DataSource;
  readonly projections?: readonly ManagedProjection[];
  /** A projection that is further behind than this many facts makes the service not ready. Default 1,000. */
  readonly maxLag?: number;
}

/** How long one dependency may take to answer: below the 3 s after which Kubernetes gives up on a probe. */
const checkTimeoutMilliseconds = 2_000;

/** Checks that a dependency answers; one for each line of the readiness answer. */
export function healthChecks(
  indicators: HealthIndicatorService,
  settings: HealthSettings,
): (() => Promise<HealthIndicatorResult>)[] {
  const check = (key: string, attempt: () => Promise<Record<string, unknown> | void>) => async () =>
    indicators.check(key).attempt(attempt).withTimeout(checkTimeoutMilliseconds);
  return [
    check('nats', async () => {
      await settings.nats.rtt();
    }),
    check('postgres', async () => {
      await settings.dataSource.query('SELECT 1');
    }),
    ...(settings.projections ?? []).map((projection) =>
      check(`projection:${projection.name}`, () => keepsUp(projection, settings.maxLag ?? 1_000)),
    ),
    // Parked messages wait for an operator and stop nothing else: they are told, but the service is ready.
    check('parked', async () => Object.fromEntries(await parkedOf(settings.name, settings.nats))),
  ];
}

async function keepsUp(projection: ManagedProjection, maxLag: number): Promise<Record<string, unknown>> {
  const { position, head, lag, state, error } = await projection.status();
  if (state === 'failed' || state === 'stopped') throw new Error(`${state} at position ${position}: ${error ?? state}`);
  if (lag > maxLag) throw new Error(`${lag} facts behind (at ${position} of ${head})${error ? `: ${error}` : ''}`);
  return { state, position, head, lag };
}
