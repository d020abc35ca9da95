import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PodiumApi } from '@podium/stack-driver';
import { measureExecute } from './execute.ts';
import { isMissed, percentile, table, type Figure } from './harness.ts';
import { measureLive } from './live.ts';
import { measureRawEngine } from './raw-engine.ts';
import { measureFreshClone, measureStart } from './start.ts';

const resultsPath = fileURLToPath(new URL('results.json', import.meta.url));
const { values: flags } = parseArgs({ options: { 'no-clone': { type: 'boolean', default: false } } });

async function measureStack(): Promise<Figure[]> {
  const { stack, figures } = await measureStart();
  try {
    const api = new PodiumApi(stack.url);
    console.log('Raw engine …');
    const raw = await measureRawEngine(500, 50);
    console.log('Execute …');
    const execute = await measureExecute(api, raw.publish);
    console.log('Live events …');
    const live = await measureLive(stack.url, api, raw.deliver);
    const floor: Figure[] = [
      { name: 'raw publish and acknowledge, 50 in parallel, p50', value: percentile(raw.publish, 0.5), unit: 'ms' },
      { name: 'raw publish to delivery, p50', value: percentile(raw.deliver, 0.5), unit: 'ms' },
    ];
    return [...floor, ...execute, ...live, ...figures];
  } finally {
    await stack.dispose();
  }
}

console.log('Start …');
const figures = await measureStack();
if (!flags['no-clone']) {
  console.log('Fresh clone …');
  figures.push(...(await measureFreshClone()));
}
const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
writeFileSync(resultsPath, `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`);
console.log(`\n${table(figures)}\n\nAlso in ${resultsPath}`);
process.exitCode = figures.some(isMissed) ? 1 : 0;
