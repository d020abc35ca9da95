import { it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { statSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { startTestStack } from './stack.ts';
import { importFacts, streamDigest } from '@podium/jetstream';
it('spike', async () => {
  const stack = await startTestStack(); const other = await startTestStack();
  async function* facts() { for (let n = 0; n < 300_000; n++) yield { specversion: '1.0', id: `id-${n}`, source: '/t', type: 'podium.task.v1.TaskMoved', subject: `p/task/${n % 30000}`, time: new Date().toISOString(), data: { n, x: randomBytes(60).toString('base64') }, correlationid: 'c'+n, causationid: 'c'+n, actor: 'user:a', version: 1 }; }
  const t = async (name: string, f: () => Promise<unknown>) => { const s = performance.now(); const r = await f(); process.stdout.write(`${name} ${(performance.now() - s).toFixed(0)} ms ${JSON.stringify(r)?.slice(0, 300)}\n`); };
  await t('import', () => importFacts(stack.nc, facts()));
  const f = '/tmp/clistack/big.tar'; rmSync(f, { force: true });
  await t('backup', () => stack.run('backup', f));
  process.stdout.write(`${statSync(f).size}\n`);
  await t('restore', () => other.run('restore', f));
  await t('digest', () => streamDigest(other.nc, 'EVENTS')); await t('digest', () => streamDigest(stack.nc, 'EVENTS'));
  await t('export', async () => (await stack.run('events', 'export', '-o', '/tmp/clistack/big.ndjson')).err);
  await t('parquet', async () => (await stack.run('events', 'export', '--format', 'parquet', '-o', '/tmp/clistack/big.parquet')).err);
  await t('search', async () => (await stack.run('events', 'search', 'c299999')).err);
  await t('show', async () => (await stack.run('events', 'show', 'id-299999')).out.length);
  await t('tail', async () => (await stack.run('events', 'tail')).out.length);
  rmSync(f); rmSync('/tmp/clistack/big.ndjson'); rmSync('/tmp/clistack/big.parquet');
  void Readable;
  await stack.dispose(); await other.dispose();
}, 120_000);
