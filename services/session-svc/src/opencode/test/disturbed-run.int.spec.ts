import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newMessageId } from '../message-id.ts';
import { OpenCodeClient } from '../open-code-client.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { isWriting, partsOf, TestRuns, textOf, until } from './test-runs.ts';

jest.setTimeout(120_000);

let runs: TestRuns;

beforeAll(async () => {
  runs = await TestRuns.start();
});

afterAll(() => runs.close());

const work = 'Slowly for 3 seconds add a README, edit notes.md and run `echo a; sleep 1; echo b`';

describe('a reader that is cut', () => {
  it('writes the same as one that is not, wherever the cut comes', async () => {
    const proxy = await startCuttingProxy(runs.server.connection.baseUrl);
    const shaky = new OpenCodeClient({ ...runs.server.connection, baseUrl: proxy.url });
    try {
      // After the first run the workspace no longer changes, so that every later run has the same output.
      await (
        await runs.run(work)
      ).outcome;
      const calm = await runs.run(work);
      const cut = await runs.run(work, { client: shaky });
      await until(() => isWriting(cut));
      proxy.cut();
      await until(() => cut.pieces.some((piece) => piece.tool === 'bash'));
      proxy.cut();
      await Promise.all([calm.outcome, cut.outcome]);
      expect(partsOf(cut.pieces)).toEqual(partsOf(calm.pieces));
      expect(textOf(cut.pieces)).toBe(textOf(calm.pieces));
      expect(textOf(cut.pieces)).toContain('a\nb\n');
    } finally {
      await proxy.close();
    }
  });

  it('is taken over by a second owner without a gap or a repeat', async () => {
    const dead = new AbortController();
    const first = await runs.run(work, { signal: dead.signal });
    await until(() => isWriting(first));
    dead.abort();
    await expect(first.outcome).rejects.toThrow();
    const second = runs.follow(first.sessionId, first.messageId, { written: first.written });
    expect((await second.outcome).ending).toEqual({ kind: 'completed' });
    const whole = runs.follow(first.sessionId, first.messageId);
    await whole.outcome;
    expect(textOf([...first.pieces, ...second.pieces])).toBe(textOf(whole.pieces));
    partsOf([...first.pieces, ...second.pieces]);
  });
});

describe('a server that dies', () => {
  it('leaves a run that is told as interrupted, and can be continued', async () => {
    const run = await runs.run('Slowly add a README');
    await until(() => isWriting(run));
    await runs.server.kill();
    await runs.server.restart();
    expect((await run.outcome).ending).toEqual({ kind: 'interrupted' });
    const messageId = newMessageId();
    const text = 'You were interrupted. Please continue.\n\n<task>Add a README file</task>';
    const { sessionId } = run;
    const next = runs.follow(sessionId, messageId, { onConnected: () => runs.prompt(sessionId, messageId, text) });
    expect((await next.outcome).ending).toEqual({ kind: 'completed' });
    expect(textOf(next.pieces)).not.toContain('still thinking');
  });
});
