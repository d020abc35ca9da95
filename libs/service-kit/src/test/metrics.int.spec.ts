import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureStreams } from '@podium/jetstream';
import { freePort, testDatabase, testServers, type TestDatabase } from '@podium/testing';
import { connect } from 'nats';
import { baseConfigSchema, loadConfig, startService, type GaugeValue, type RunningService } from '../index.ts';
import { projection, ThingsModule } from './things-service.ts';

describe('metrics of a service', () => {
  let database: TestDatabase;
  let service: RunningService;
  let metricsUrl: string;
  let waiting: GaugeValue[] = [];

  beforeAll(async () => {
    const [{ natsUrl }, fresh, port] = await Promise.all([testServers(), testDatabase(), freePort()]);
    database = fresh;
    metricsUrl = `http://127.0.0.1:${port}/metrics`;
    service = await startService({
      name: 'metered-svc',
      config: loadConfig(baseConfigSchema, {
        NATS_URL: natsUrl,
        DATABASE_URL: database.url,
        PODIUM_SECRET: 'x'.repeat(32),
        LOG_LEVEL: 'silent',
        METRICS_PORT: String(port),
      }),
      connect: async ({ NATS_URL }) => {
        const { host, username, password } = new URL(NATS_URL);
        const nats = await connect({ servers: host, ...(username ? { user: username, pass: password } : {}) });
        await ensureStreams(nats);
        return nats;
      },
      dataSource: { schema: 'metered_svc', entities: [] },
      projections: () => [projection({ state: 'standby' })],
      gauges: () => [{ name: 'things_waiting', help: 'Things', labels: ['kind'], read: async () => waiting }],
      module: () => ThingsModule,
    });
  });

  afterAll(async () => {
    await service.close();
    await database.drop();
  });

  const lines = async (): Promise<string[]> => (await (await fetch(metricsUrl)).text()).split('\n');

  it('are also on a port of their own, with nothing else', async () => {
    expect((await fetch(metricsUrl)).headers.get('content-type')).toContain('text/plain');
    expect((await fetch(metricsUrl.replace('/metrics', '/things/schema'))).status).toBe(404);
    expect((await fetch(metricsUrl, { method: 'POST' })).status).toBe(404);
  });

  it('tell which replica is active', async () => {
    expect(await lines()).toContain('podium_projection_active{projection="things",service="metered-svc"} 0');
  });

  it('tell what a service adds as it is now, and forget what is not any more', async () => {
    waiting = [{ labels: { kind: 'big' }, value: 2 }];
    expect(await lines()).toContain('things_waiting{kind="big",service="metered-svc"} 2');
    waiting = [{ labels: { kind: 'small' }, value: 1 }];
    const now = (await lines()).filter((line) => line.startsWith('things_waiting{'));
    expect(now).toEqual(['things_waiting{kind="small",service="metered-svc"} 1']);
  });

  it('count answered requests by the pattern of their path', async () => {
    await fetch(`${service.url}/things/failing/problem`);
    await fetch(`${service.url}/things/failing/other`);
    await fetch(`${service.url}/no-such-thing-${Date.now()}`);
    const counted = (await lines()).filter((line) => line.startsWith('podium_http_request_duration_seconds_count'));
    const name = 'podium_http_request_duration_seconds_count{service="metered-svc"';
    expect(counted).toEqual(
      expect.arrayContaining([
        `${name},method="GET",route="/things/failing/:how",status="4xx"} 1`,
        `${name},method="GET",route="/things/failing/:how",status="5xx"} 1`,
        `${name},method="GET",route="none",status="4xx"} 1`,
      ]),
    );
  });
});
