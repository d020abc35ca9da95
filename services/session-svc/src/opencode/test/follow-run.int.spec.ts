import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startScriptedModel, type ScriptedModel } from '@podium/scripted-model';
import { followRun, type FollowRunOptions, type RunOutcome } from '../follow-run.ts';
import { declineGate, type Gate } from '../gates.ts';
import { newMessageId } from '../message-id.ts';
import { OpenCodeClient } from '../open-code-client.ts';
import type { OutputPiece } from '../run-output.ts';
import { stopRun } from '../stop-run.ts';
import { startCuttingProxy } from './cutting-proxy.ts';
import { startOpenCode, testModel, type TestOpenCode } from './start-open-code.ts';

jest.setTimeout(60_000);

let model: ScriptedModel;
let server: TestOpenCode;
let client: OpenCodeClient;

beforeAll(async () => {
  model = await startScriptedModel({ wordDelayMs: 15 });
  server = await startOpenCode({ modelUrl: model.url });
  client = new OpenCodeClient(server.connection, { giveUpAfterMs: 20_000 });
});

afterAll(async () => {
  await server?.close();
  await model?.close();
});

interface Run {
  readonly sessionId: string;
  readonly messageId: string;
  readonly pieces: OutputPiece[];
  readonly written: Map<string, number>;
  readonly outcome: Promise<RunOutcome>;
}

type More = Partial<FollowRunOptions> & { readonly text?: string; readonly agent?: string };

/** Sends a prompt and follows it; `via` is the client that follows. */
async function run(text: string, more: More = {}): Promise<Run> {
  const { id: sessionId } = await client.createSession({ title: 'A run' });
  const messageId = newMessageId();
  const prompt = { sessionId, messageId, text, agent: more.agent ?? 'build', model: testModel };
  return follow(sessionId, messageId, { onConnected: () => client.prompt(prompt), ...more });
}

function follow(sessionId: string, messageId: string, more: More = {}): Run {
  const pieces: OutputPiece[] = [];
  const written = more.written ?? new Map<string, number>();
  const sink = (piece: OutputPiece) => void pieces.push(piece);
  const { signal } = new AbortController();
  const outcome = followRun({ client, sessionId, messageId, sink, signal, ...more, written });
  // The test awaits it later; until then its rejection is not unhandled.
  outcome.catch(() => undefined);
  return { sessionId, messageId, pieces, written, outcome };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('The condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const textOf = (pieces: readonly OutputPiece[]) => pieces.map((piece) => piece.text).join('');
/** The output as its reader sees it: pieces of one part joined. */
const sequence = (pieces: readonly OutputPiece[]) => {
  const parts = new Map<string, string>();
  for (const { kind, partId, partOffset, text } of pieces) {
    const before = parts.get(partId) ?? '';
    expect({ partId, partOffset }).toEqual({ partId, partOffset: before.replace(/^\w+\|/, '').length });
    parts.set(partId, before === '' ? `${kind}|${text}` : before + text);
  }
  return [...parts.values()];
};

describe('OpenCodeClient', () => {
  it('tells the health, the default model and what does not exist', async () => {
    expect(await client.health()).toEqual({ healthy: true, version: '1.18.33' });
    expect(await client.defaultModel()).toEqual({ ...testModel, label: 'Demo model (scripted)' });
    expect(await client.getSession('ses_unknown')).toBeNull();
    const { id } = await client.createSession({ title: 'Mine' });
    expect(await client.getSession(id)).toMatchObject({ id, title: 'Mine', directory: server.directory });
    expect(await client.hasMessage(id, newMessageId())).toBe(false);
    const records = await client.history({});
    expect(records.some((record) => record.aggregate_id === id)).toBe(true);
  });

  it('names what is wrong', async () => {
    const stranger = new OpenCodeClient({ ...server.connection, password: 'wrong' });
    await expect(stranger.health()).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
    await expect(client.messages('ses_unknown')).rejects.toMatchObject({ code: 'not_found', status: 404 });
    await expect(client.replyPermission('per_unknown', 'once')).rejects.toMatchObject({ code: 'not_found' });
    const nobody = new OpenCodeClient({ ...server.connection, baseUrl: 'http://127.0.0.1:1' });
    await expect(nobody.health()).rejects.toMatchObject({ code: 'unreachable' });
    const page = new OpenCodeClient({ ...server.connection, baseUrl: `${server.connection.baseUrl}` });
    await expect(page.getSession('../nowhere/at/all')).rejects.toMatchObject({ code: 'bad_answer' });
  });
});

describe('followRun', () => {
  it('follows a run to its end', async () => {
    const { pieces, outcome, sessionId, messageId } = await run('Add a README file');
    const { ending, usage, filesTouched, lastText } = await outcome;
    expect(ending).toEqual({ kind: 'completed' });
    expect(await readFile(join(server.directory, 'README.md'), 'utf8')).toContain('> Add a README file');
    expect(sequence(pieces)).toEqual([
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
    expect(await client.hasMessage(sessionId, messageId)).toBe(true);
  });

  it('writes the output of a command as it grows', async () => {
    const { pieces, outcome } = await run('Run `for i in 1 2 3; do echo line $i; sleep 0.4; done`');
    await outcome;
    const results = pieces.filter((piece) => piece.kind === 'tool_result');
    expect(textOf(results)).toBe('line 1\nline 2\nline 3\n');
    expect(results.length).toBeGreaterThan(1);
  });

  it('shows reasoning, and the work of a subagent between its call and its result', async () => {
    const { pieces, outcome } = await run('Think first. Delegate to run `echo from below`.');
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
      'text below',
      'tool_result',
      'text',
    ]);
  });

  it('hands over what a subagent asks', async () => {
    const gates: Gate[] = [];
    const onGate = async (gate: Gate) => {
      gates.push(gate);
      await declineGate(client, gate);
    };
    const { outcome, sessionId } = await run('Delegate what needs permission.', { onGate });
    expect((await outcome).ending).toEqual({ kind: 'completed' });
    expect(gates.map((gate) => gate.request.sessionID === sessionId)).toEqual([false]);
  });

  it('tells a failure of the provider', async () => {
    const { pieces, outcome } = await run('The model fails');
    const message = 'The scripted model fails because the task asks for it.';
    expect((await outcome).ending).toEqual({ kind: 'failed', reason: 'provider_400', message, class: 'permanent' });
    expect(pieces.at(-1)).toMatchObject({ kind: 'error', text: message });
  });

  it('tells a prompt that OpenCode could not start', async () => {
    const { outcome } = await run('Anything', { agent: 'nobody' });
    expect((await outcome).ending).toMatchObject({ kind: 'failed', class: 'permanent' });
  });

  it('goes on after a rate limit and says when', async () => {
    const { pieces, outcome } = await run('Under a rate limit 1 times add a README');
    expect((await outcome).ending).toEqual({ kind: 'completed' });
    expect(pieces[0]).toMatchObject({ kind: 'status', retryAtMs: expect.any(Number) });
  });

  it('declines what nobody answers, so that the run goes on', async () => {
    const { pieces, outcome } = await run('Ask me, then touch what is outside the workspace');
    expect((await outcome).ending).toEqual({ kind: 'completed' });
    expect(textOf(pieces)).toContain('Decide by yourself');
    expect(pieces).toContainEqual(expect.objectContaining({ kind: 'tool_result', tool: 'write', isError: true }));
  });

  it('hands over gates, and tells a rejection', async () => {
    const gates: Gate[] = [];
    const onGate = async (gate: Gate) => {
      gates.push(gate);
      if (gate.kind === 'permission') await client.replyPermission(gate.id, 'reject');
    };
    const { outcome } = await run('This needs permission', { onGate });
    expect((await outcome).ending).toEqual({ kind: 'rejected' });
    expect(gates).toHaveLength(1);
    expect(gates[0]).toMatchObject({ kind: 'permission', request: { permission: 'external_directory' } });
  });
});

const work = 'Slowly for 3 seconds add a README, edit notes.md and run `echo a; sleep 1; echo b`';
const isAtWord = (pieces: OutputPiece[]) => textOf(pieces).includes('still');

describe('a reader that is cut', () => {
  it('writes the same as one that is not, wherever the cut comes', async () => {
    const proxy = await startCuttingProxy(server.connection.baseUrl);
    const shaky = new OpenCodeClient({ ...server.connection, baseUrl: proxy.url });
    try {
      // After the first run the workspace no longer changes, so that every later run has the same output.
      await (
        await run(work)
      ).outcome;
      const calm = await run(work);
      const cut = await run(work, { client: shaky });
      await until(() => isAtWord(cut.pieces));
      proxy.cut();
      await until(() => cut.pieces.some((piece) => piece.tool === 'bash'));
      proxy.cut();
      await Promise.all([calm.outcome, cut.outcome]);
      expect(sequence(cut.pieces)).toEqual(sequence(calm.pieces));
      expect(textOf(cut.pieces)).toBe(textOf(calm.pieces));
      expect(textOf(cut.pieces)).toContain('a\nb\n');
    } finally {
      await proxy.close();
    }
  });

  it('is taken over by a second owner without a gap or a repeat', async () => {
    const dead = new AbortController();
    const first = await run(work, { signal: dead.signal });
    await until(() => isAtWord(first.pieces));
    dead.abort();
    await expect(first.outcome).rejects.toThrow();
    const second = follow(first.sessionId, first.messageId, { written: first.written });
    expect((await second.outcome).ending).toEqual({ kind: 'completed' });
    const whole = follow(first.sessionId, first.messageId);
    await whole.outcome;
    expect(textOf([...first.pieces, ...second.pieces])).toBe(textOf(whole.pieces));
    sequence([...first.pieces, ...second.pieces]);
  });
});

describe('stopRun', () => {
  it('stops a run that is writing', async () => {
    const { sessionId, messageId, pieces, outcome } = await run('Slowly add a README');
    await until(() => isAtWord(pieces));
    await stopRun({ client, sessionId, messageId });
    expect((await outcome).ending).toEqual({ kind: 'aborted' });
    expect(await client.status(sessionId)).toEqual({ type: 'idle' });
  });

  it('stops a run that has not become busy yet', async () => {
    const { id: sessionId } = await client.createSession({ title: 'Early' });
    const messageId = newMessageId();
    await client.prompt({ sessionId, messageId, text: 'Slowly add a README', agent: 'build', model: testModel });
    await stopRun({ client, sessionId, messageId });
    expect((await follow(sessionId, messageId).outcome).ending).toEqual({ kind: 'aborted' });
  });

  it('leaves no request behind that could still be granted', async () => {
    const gates: Gate[] = [];
    const onGate = async (gate: Gate) => void gates.push(gate);
    const { sessionId, messageId, outcome } = await run('Delegate what needs permission.', { onGate });
    await until(() => gates.length > 0);
    await stopRun({ client, sessionId, messageId });
    await outcome;
    expect(await client.pendingPermissions()).toEqual([]);
  });
});

describe('a server that dies', () => {
  it('leaves a run that is told as interrupted, and can be continued', async () => {
    const { sessionId, pieces, outcome } = await run('Slowly add a README');
    await until(() => isAtWord(pieces));
    await server.kill();
    await server.restart();
    expect((await outcome).ending).toEqual({ kind: 'interrupted' });
    const messageId = newMessageId();
    const text = 'You were interrupted. Please continue.\n\n<task>Add a README file</task>';
    const prompt = { sessionId, messageId, text, agent: 'build', model: testModel };
    const next = follow(sessionId, messageId, { onConnected: () => client.prompt(prompt) });
    expect((await next.outcome).ending).toEqual({ kind: 'completed' });
    expect(textOf(next.pieces)).not.toContain('still thinking');
  });
});
