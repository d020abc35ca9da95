import { spawn } from 'node:child_process';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNats, findNatsServer, freePort } from '@podium/embedded-servers';
import { connectToNats, ensureStreams, JetStreamEventLog } from '@podium/jetstream';
import { newTasks, taskFacts } from './log/task-facts.js';
import { seed } from './log/seed.js';
import { percentile, sorted } from './harness.js';
const dir = mkdtempSync('/tmp/podium-bench-probe-');
const cpu = (pid) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const rss = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
const n = Number(process.argv[2] ?? 10000);
const active = Number(process.argv[3] ?? 100);
const tasks = newTasks(n);
let server = await startNats({ storeDir: dir });
{ const nc = await connectToNats({ url: server.url, name: 'x' }); await ensureStreams(nc);
  const b = performance.now();
  for (let s = 0; s < n; s += active) await seed(nc, taskFacts(tasks.slice(s, s + active), 100));
  console.log('seed', ((performance.now() - b) / 1000).toFixed(1), 's rss', rss(server.pid).toFixed(0)); await nc.close(); }
await server.stop();
for (const limit of ['2GiB', '256MiB']) {
  const port = await freePort();
  const child = spawn(findNatsServer(), ['-js', '-sd', `${dir}/streams`, '-a', '127.0.0.1', '-p', String(port)], { env: { GOMEMLIMIT: limit }, stdio: 'ignore' });
  let nc; while (!nc) { try { nc = await connectToNats({ url: `nats://127.0.0.1:${port}`, name: 'x' }); } catch { await sleep(300); } }
  for (;;) { try { await (await nc.jetstreamManager()).streams.info('EVENTS'); break; } catch { await sleep(300); } }
  const log = new JetStreamEventLog(nc);
  for (const [what, count, pick] of [['same', 300, () => tasks[n >> 1]], ['random', 300, () => tasks[Math.floor(Math.random() * n)]], ['random', 300, () => tasks[Math.floor(Math.random() * n)]], ['recent', 300, () => tasks[n - 1 - Math.floor(Math.random() * 100)]]]) {
    const c = cpu(child.pid); const samples = [];
    for (let i = 0; i < count; i++) { const b = performance.now(); const f = await log.load(pick()); samples.push(performance.now() - b); if (f.length !== 100) throw new Error('x'); }
    console.log(limit, what, 'server cpu ms/load', ((cpu(child.pid) - c) / count).toFixed(2), 'p50 p90 p99', [0.5, 0.9, 0.99].map((p) => percentile(sorted(samples), p).toFixed(1)).join(' '), 'rss', rss(child.pid).toFixed(0));
  }
  await nc.close(); child.kill(); await new Promise((r) => child.once('exit', r));
}
rmSync(dir, { recursive: true, force: true });
