import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Agent, request } from 'node:http';
import { aTask } from './facts.ts';
import { startHarness, type Harness } from './harness.ts';
import { connectClient } from './live-client.ts';
jest.setTimeout(120_000);
let harness: Harness;
beforeAll(async () => { harness = await startHarness(); });
afterAll(() => harness.close());
const agent = new Agent({ keepAlive: true, maxSockets: 50 });
function post(path: string, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify(body);
    const r = request(`${harness.gateway.url}${path}`, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } }, (a) => {
      let s = ''; a.on('data', (p: Buffer) => (s += p.toString())); a.on('end', () => resolve({ status: a.statusCode ?? 0, body: JSON.parse(s) as Record<string, unknown> }));
    });
    r.on('error', reject); r.end(text);
  });
}
const q = (xs: number[], p: number): string => (xs.sort((a, b) => a - b)[Math.floor(xs.length * p)] ?? 0).toFixed(1);
async function parallel(n: number, jobs: (() => Promise<void>)[]): Promise<number[]> {
  const times: number[] = []; const todo = [...jobs];
  await Promise.all(Array.from({ length: n }, async () => { for (let j = todo.pop(); j; j = todo.pop()) { const t = performance.now(); await j(); times.push(performance.now() - t); } }));
  return times;
}
it('speed', async () => {
  const p = String((await post('/api/projects', { name: 'x' })).body['id']);
  for (let round = 0; round < 3; round += 1) {
    const ids: string[] = [];
    const creates = await parallel(50, Array.from({ length: 1500 }, () => async () => { ids.push(String((await post(`/api/projects/${p}/tasks`, { title: 't' })).body['id'])); }));
    const raw = await parallel(50, Array.from({ length: 3000 }, (_, i) => async () => { await harness.nc.request(`log.bench.b${i}`, new Uint8Array(350), { timeout: 5000 }); }));
    const ex = await parallel(50, ids.map((id) => async () => { expect((await post(`/api/projects/${p}/tasks/${id}/execute`, {})).status).toBe(202); }));
    console.log(`create p50 ${q(creates, 0.5)} p99 ${q(creates, 0.99)} | raw p50 ${q(raw, 0.5)} p99 ${q(raw, 0.99)} | execute p50 ${q(ex, 0.5)} p99 ${q(ex, 0.99)}`);
  }
  const clients = await Promise.all(Array.from({ length: 100 }, () => connectClient(harness.gateway.url)));
  const lat: number[] = []; const sentAt = new Map<string, number>();
  for (const c of clients) { await c.ask('subscribe', { projectId: 'live' }); c.socket.on('event', (f: { data: { taskId: string } }) => lat.push(performance.now() - (sentAt.get(f.data.taskId) ?? 0))); }
  for (let i = 0; i < 300; i += 1) { const t = aTask('live', i); sentAt.set(`t-${i}`, performance.now()); await harness.services.append(t.aggregate, t.facts); await new Promise((r) => setTimeout(r, 10)); }
  await new Promise((r) => setTimeout(r, 300));
  console.log(`live with 100 clients in this process: n ${lat.length} p50 ${q(lat, 0.5)} p99 ${q(lat, 0.99)} max ${q(lat, 0.9999)}`);
  for (const c of clients) c.close();
});
