import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start as startGateway } from '@podium/gateway';
import { freePort, freshNats, testDatabase } from '@podium/testing';

type Running = Awaited<ReturnType<typeof startGateway>>;

const folder = new URL('../../../kubernetes/components/observability/', import.meta.url);
const shown = {
  'the dashboard': readFileSync(new URL('grafana/podium.json', folder), 'utf8'),
  'the alerts': readFileSync(new URL('podium.rules.yml', folder), 'utf8'),
};

describe('what an operator is shown', () => {
  let gateway: Running;
  let told: string;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    const monitorPort = await freePort();
    const nats = await freshNats({ configExtras: `http: "127.0.0.1:${monitorPort}"` });
    const database = await testDatabase();
    gateway = await startGateway({
      NATS_URL: nats.url,
      DATABASE_URL: database.url,
      NATS_MONITOR_URLS: `http://127.0.0.1:${monitorPort},http://127.0.0.1:1`,
      PODIUM_SECRET: 'a secret of sixteen characters or more',
      LOG_LEVEL: 'silent',
    });
    ends.push(
      () => gateway.close(),
      () => database.drop(),
      () => nats.dispose(),
    );
    await fetch(`${gateway.url}/api/projects`);
    told = await (await fetch(`${gateway.url}/metrics`)).text();
  });

  afterAll(async () => {
    for (const end of ends) await end();
  });

  it.each(Object.entries(shown))('%s: names nothing that no service tells', (_, text) => {
    const names = new Set([...text.matchAll(/\b(?:podium|process)_\w+/g)].map(([name]) => name));
    expect(names.size).toBeGreaterThan(8);
    const types = new Map([...told.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type]) => [name, type]));
    const isTold = (name: string): boolean => {
      const [, base = ''] = /^(.*)_(?:bucket|count|sum)$/.exec(name) ?? [];
      return types.has(name) || types.get(base) === 'histogram';
    };
    expect([...names].filter((name) => !isTold(name))).toEqual([]);
  });

  it('has a value for the log and for requests', () => {
    const values = (name: string): number[] =>
      [...told.matchAll(new RegExp(`^${name}\\{.*\\} (\\S+)$`, 'gm'))].map(([, value]) => Number(value));
    // The second server of NATS does not answer, and is left out.
    for (const name of ['podium_log_disk_used_bytes', 'podium_log_disk_limit_bytes', 'podium_log_memory_bytes']) {
      expect([name, values(name).length]).toEqual([name, 1]);
    }
    expect(values('podium_log_disk_limit_bytes')[0]).toBeGreaterThan(1e6);
    expect(told).toMatch(/^podium_stream_last_sequence\{stream="EVENTS",service="gateway"\} 0$/m);
    expect(told).toMatch(/^podium_queue_oldest_seconds\{service="gateway"\} 0$/m);
    expect(told).toContain('route="/api/projects",status="2xx"');
  });
});
