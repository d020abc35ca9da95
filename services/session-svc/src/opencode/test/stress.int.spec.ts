import { mkdtemp } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { it, jest, expect } from '@jest/globals';
import { startScriptedModel } from '@podium/scripted-model';
import { followRun } from '../follow-run.ts';
import { newMessageId } from '../message-id.ts';
import { OpenCodeClient } from '../open-code-client.ts';
import { stopRun } from '../stop-run.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { startOpenCode, testModel } from './start-open-code.ts';
jest.setTimeout(400_000);
it('stress', async () => {
  const model = await startScriptedModel({ wordDelayMs: 20 });
  const server = await startOpenCode({ modelUrl: model.url });
  const proxy = await startCuttingProxy(server.connection.baseUrl);
  const client = new OpenCodeClient(server.connection);
  const shaky = new OpenCodeClient({ ...server.connection, baseUrl: proxy.url });
  const text =
    'Think first. Slowly for 2 seconds add a README, run `for i in 1 2 3 4; do echo n $i; sleep 1; done` and delegate to run `echo x; sleep 1; echo y`';
  const go = async (via: OpenCodeClient) => {
    const { id: sessionId } = await client.createSession({ title: 't' });
    const messageId = newMessageId();
    let out = '';
    const prompt = { sessionId, messageId, text, agent: 'build', model: testModel };
    const o = await followRun({
      client: via,
      sessionId,
      messageId,
      signal: new AbortController().signal,
      written: new Map(),
      sink: (p) => void (out += `${p.partOffset === 0 ? `\n[${p.kind}${p.subagent ?? ''}]` : ''}${p.text}`),
      onConnected: async () => {
        if (!(await via.hasMessage(sessionId, messageId))) await client.prompt(prompt);
      },
    });
    return `${o.ending.kind}${out}`;
  };
  const calm = await go(client);
  console.log(calm);
  let bad = 0;
  for (let round = 0; round < 5; round += 1) {
    let on = true;
    const cutter = (async () => {
      while (on) {
        await pause(300 + Math.random() * 1200);
        proxy.cut();
      }
    })();
    const outs = await Promise.allSettled([1, 2, 3, 4].map(() => go(shaky)));
    on = false;
    await cutter;
    for (const o of outs)
      if (o.status === 'rejected' || o.value !== calm) {
        bad += 1;
        console.log('DIFF', o.status === 'rejected' ? o.reason : o.value);
      }
  }
  console.log('bad', bad);
  const ends: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    const directory = await mkdtemp('/tmp/podium-stress-');
    execFileSync('git', ['init', '-q'], { cwd: directory });
    const c = new OpenCodeClient({ ...server.connection, directory });
    const { id: sessionId } = await c.createSession({ title: 't' });
    const messageId = newMessageId();
    await c.prompt({ sessionId, messageId, text: 'slowly run `touch done`', agent: 'build', model: testModel });
    await pause(round * 60);
    const t = Date.now();
    await stopRun({ client: c, sessionId, messageId });
    const stoppedMs = Date.now() - t;
    const o = await followRun({
      client: c,
      sessionId,
      messageId,
      signal: new AbortController().signal,
      written: new Map(),
      sink: () => {},
    });
    ends.push(`${round * 60}ms stop ${stoppedMs} ${o.ending.kind}`);
    execFileSync('rm', ['-rf', directory]);
  }
  console.log(ends.join('\n'));
  await proxy.close();
  await server.close();
  await model.close();
  expect(bad).toBe(0);
});
