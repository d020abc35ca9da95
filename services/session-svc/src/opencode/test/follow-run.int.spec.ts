import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { declineGate, type Gate } from '../gates.ts';
import { partsOf, TestRuns, textOf } from './test-runs.ts';

jest.setTimeout(120_000);

let runs: TestRuns;

beforeAll(async () => {
  runs = await TestRuns.start();
});

afterAll(() => runs.close());

describe('followRun', () => {
  it('follows a run to its end', async () => {
    const { pieces, outcome, sessionId, messageId } = await runs.run('Add a README file');
    const { ending, usage, filesTouched, lastText } = await outcome;
    expect(ending).toEqual({ kind: 'completed' });
    expect(await readFile(join(runs.server.directory, 'README.md'), 'utf8')).toContain('> Add a README file');
    expect(partsOf(pieces)).toEqual([
      'text|I will write a README.md that says what this project is for and how to work on it.',
      'tool|write README.md',
      'tool_result|Wrote file successfully.',
      `text|${lastText}`,
    ]);
    expect(pieces.length).toBeGreaterThan(10);
    expect(filesTouched).toEqual(['README.md']);
    expect(usage.steps).toBe(2);
    expect(usage.inputTokens).toBeGreaterThan(1_000);
    expect(usage.costUsd).toBeGreaterThan(0);
    expect(await runs.client.hasMessage(sessionId, messageId)).toBe(true);
  });

  it('writes the output of a command as it grows', async () => {
    const { pieces, outcome } = await runs.run('Run `for i in 1 2 3; do echo line $i; sleep 0.4; done`');
    await outcome;
    const results = pieces.filter((piece) => piece.kind === 'tool_result');
    expect(textOf(results)).toBe('line 1\nline 2\nline 3\n');
    expect(results.length).toBeGreaterThan(1);
  });

  it('shows reasoning, and the work of a subagent between its call and its result', async () => {
    const { pieces, outcome } = await runs.run('Think first. Delegate to run `echo from below`.');
    const { usage } = await outcome;
    expect(usage.steps).toBe(4);
    const told = pieces.map(({ kind, subagent }) => `${kind}${subagent ? ' below' : ''}`);
    expect(told.filter((kind, index) => kind !== told[index - 1])).toEqual([
      'reasoning',
      'text',
      'tool',
      'text below',
      'tool below',
      'tool_result below',
      'step below',
      'text below',
      'step below',
      'tool_result',
      'step',
      'text',
      'step',
    ]);
  });

  it('hands over what a subagent asks', async () => {
    const gates: Gate[] = [];
    const onGate = async (gate: Gate) => {
      gates.push(gate);
      await declineGate(runs.client, gate);
    };
    const { outcome, sessionId } = await runs.run('Delegate what needs permission.', { onGate });
    expect((await outcome).ending).toEqual({ kind: 'completed' });
    expect(gates.map((gate) => gate.request.sessionID === sessionId)).toEqual([false]);
  });

  it('tells a failure of the provider', async () => {
    const { pieces, outcome } = await runs.run('The model fails');
    const message = 'The scripted model fails because the task asks for it.';
    expect((await outcome).ending).toEqual({ kind: 'failed', reason: 'provider_400', message, class: 'permanent' });
    expect(pieces.at(-1)).toMatchObject({ kind: 'error', text: message });
  });

  it('tells a prompt that OpenCode could not start', async () => {
    const { outcome } = await runs.run('Anything', { agent: 'nobody' });
    expect((await outcome).ending).toMatchObject({ kind: 'failed', class: 'needs-person' });
  });

  it('goes on after a rate limit and says when', async () => {
    const { pieces, outcome } = await runs.run('Under a rate limit 1 times add a README');
    expect((await outcome).ending).toEqual({ kind: 'completed' });
    expect(pieces[0]).toMatchObject({ kind: 'status', retryAtMs: expect.any(Number) });
  });

  it('declines what nobody answers, so that the run goes on', async () => {
    const { pieces, outcome } = await runs.run('Ask me, then touch what is outside the workspace');
    expect((await outcome).ending).toEqual({ kind: 'completed' });
    expect(textOf(pieces)).toContain('Decide by yourself');
    expect(pieces).toContainEqual(expect.objectContaining({ kind: 'tool_result', tool: 'write', isError: true }));
  });

  it('hands over gates, and tells a rejection', async () => {
    const gates: Gate[] = [];
    const onGate = async (gate: Gate) => {
      gates.push(gate);
      if (gate.kind === 'permission') await runs.client.replyPermission(gate.id, 'reject');
    };
    const { outcome } = await runs.run('This needs permission', { onGate });
    expect((await outcome).ending).toEqual({ kind: 'rejected' });
    expect(gates).toHaveLength(1);
    expect(gates[0]).toMatchObject({ kind: 'permission', request: { permission: 'external_directory' } });
  });
});
