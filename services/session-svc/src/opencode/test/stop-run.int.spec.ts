import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Gate } from '../gates.ts';
import { newMessageId } from '../message-id.ts';
import { stopRun } from '../stop-run.ts';
import { isWriting, TestRuns, until } from './test-runs.ts';

jest.setTimeout(120_000);

let runs: TestRuns;

beforeAll(async () => {
  runs = await TestRuns.start();
});

afterAll(() => runs.close());

describe('stopRun', () => {
  it('stops a run that is writing', async () => {
    const run = await runs.run('Slowly add a README');
    const { sessionId, messageId, outcome } = run;
    await until(() => isWriting(run));
    await stopRun({ client: runs.client, sessionId, messageId });
    expect((await outcome).ending).toEqual({ kind: 'aborted' });
    expect(await runs.client.status(sessionId)).toEqual({ type: 'idle' });
  });

  it('stops a run that has not become busy yet', async () => {
    const { id: sessionId } = await runs.client.createSession({ title: 'Early' });
    const messageId = newMessageId();
    await runs.prompt(sessionId, messageId, 'Slowly add a README');
    await stopRun({ client: runs.client, sessionId, messageId });
    expect((await runs.follow(sessionId, messageId).outcome).ending).toEqual({ kind: 'aborted' });
  });

  it('leaves no request behind that could still be granted', async () => {
    const gates: Gate[] = [];
    const onGate = async (gate: Gate) => void gates.push(gate);
    const { sessionId, messageId, outcome } = await runs.run('Delegate what needs permission.', { onGate });
    await until(() => gates.length > 0);
    await stopRun({ client: runs.client, sessionId, messageId });
    await outcome;
    expect(await runs.client.pendingPermissions()).toEqual([]);
  });
});
