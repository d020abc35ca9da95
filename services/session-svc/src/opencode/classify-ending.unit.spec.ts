import { describe, expect, it } from '@jest/globals';
import { classifyEnding, failureOf, type RunSnapshot } from './classify-ending.ts';
import type { AssistantMessage, Part } from './open-code-types.ts';
import { assistant, toolPart } from './test/simulated-run.ts';

const done = { created: 1, completed: 2 };

function ending(last: Partial<AssistantMessage> | undefined, more: Partial<RunSnapshot> = {}, parts: Part[] = []) {
  const messages = last ? [{ info: assistant('msg_1', last), parts }] : [];
  return classifyEnding({ status: { type: 'idle' }, idleForMs: 0, hasPrompt: true, messages, ...more });
}

describe('the ending of a run', () => {
  it('is open while the session works or waits for the provider', () => {
    const finished = { time: done, finish: 'stop' };
    expect(ending(finished, { status: { type: 'busy' } }).kind).toBe('running');
    expect(ending(finished, { status: { type: 'retry', attempt: 1, message: '', next: 0 } }).kind).toBe('running');
  });

  it('follows from the finish of the last message', () => {
    expect(ending({ time: done, finish: 'stop' }).kind).toBe('completed');
    expect(ending({ time: done, finish: 'length' }).kind).toBe('truncated');
    expect(ending({ time: done }).kind).toBe('aborted');
    expect(ending({ time: done, finish: 'content-filter' })).toMatchObject({ kind: 'failed', class: 'permanent' });
    expect(ending({ time: done, finish: 'other' })).toMatchObject({ kind: 'failed', reason: 'unknown_finish' });
  });

  it('waits for the last message to be finalised before it calls a run interrupted', () => {
    expect(ending({}, { idleForMs: 900 }).kind).toBe('running');
    expect(ending({}, { idleForMs: 5_000 }).kind).toBe('interrupted');
    expect(ending({ error: { name: 'MessageAbortedError' } }).kind).toBe('running');
    expect(ending({ error: { name: 'MessageAbortedError' }, time: done }).kind).toBe('aborted');
  });

  it('tells a rejected tool from a server that died between two steps', () => {
    const step = { time: done, finish: 'tool-calls' };
    const rejected = toolPart('prt_1', 'msg_1', { status: 'error', error: 'The user rejected permission' });
    const dismissed = toolPart('prt_1', 'msg_1', { status: 'error', error: 'The user dismissed this question' });
    const worked = toolPart('prt_1', 'msg_1', { status: 'completed', output: 'ok' });
    expect(ending(step, {}, [rejected]).kind).toBe('rejected');
    expect(ending(step, {}, [dismissed]).kind).toBe('rejected');
    expect(ending(step, { idleForMs: 100 }, [worked]).kind).toBe('running');
    expect(ending(step, { idleForMs: 5_000 }, [worked]).kind).toBe('interrupted');
  });

  it('tells a prompt that never arrived from one that was never answered', () => {
    expect(ending(undefined, { idleForMs: 9_999 }).kind).toBe('running');
    expect(ending(undefined, { idleForMs: 10_000, hasPrompt: false }).kind).toBe('not_started');
    expect(ending(undefined, { idleForMs: 10_000 }).kind).toBe('interrupted');
    const sessionError = { name: 'UnknownError', data: { message: 'Agent not found: "x"' } };
    expect(ending(undefined, { idleForMs: 1_000, sessionError })).toEqual({
      kind: 'failed',
      reason: 'agent_unknown',
      message: 'Agent not found: "x"',
      class: 'needs-person',
    });
  });
});

describe('a failure', () => {
  it.each([
    [{ statusCode: 400 }, 'provider_400', 'permanent'],
    [{ statusCode: 401 }, 'provider_auth', 'needs-person'],
    [{ statusCode: 402 }, 'provider_quota', 'needs-person'],
    [{ statusCode: 429 }, 'provider_rate_limit', 'transient'],
    [{ statusCode: 429, responseBody: '{"code":"insufficient_quota"}' }, 'provider_quota', 'needs-person'],
    [{ statusCode: 503 }, 'provider_503', 'transient'],
    [{ isRetryable: false }, 'provider_error', 'transient'],
    [{ statusCode: 403 }, 'provider_auth', 'needs-person'],
    [{ statusCode: 404, responseBody: '{"code":"model_not_found"}' }, 'model_unknown', 'needs-person'],
    [{ statusCode: 404 }, 'provider_404', 'permanent'],
    [{ statusCode: 400, responseBody: 'Your credit balance is too low' }, 'provider_quota', 'needs-person'],
  ])('of the provider with %j is %s and %s', (data, reason, failureClass) => {
    const failure = failureOf({ name: 'APIError', data: { message: 'No', ...data } });
    expect(failure).toEqual({ kind: 'failed', reason, message: 'No', class: failureClass });
  });

  it.each([
    ['Model not found: podium-demo/nope.', 'model_unknown', 'needs-person'],
    ['Agent not found: "nope". Available agents: build', 'agent_unknown', 'needs-person'],
    ["OpenAI API key is missing. Pass it using the 'apiKey' parameter.", 'provider_auth', 'needs-person'],
    ['terminated', 'unknown', 'transient'],
    ['Invalid prompt: messages must not be empty', 'unknown', 'permanent'],
  ])('of OpenCode itself, %j, is %s and %s', (message, reason, failureClass) => {
    const failure = failureOf({ name: 'UnknownError', data: { message } });
    expect(failure).toEqual({ kind: 'failed', reason, message, class: failureClass });
  });

  it('of an answer that can not be read is transient', () => {
    const failure = failureOf({ name: 'UnknownError', data: { message: 'JSON parsing failed: Text: oops.' } });
    expect(failure).toMatchObject({ reason: 'provider_answer_broken', class: 'transient' });
  });

  it.each([
    ['{"message":"The model broke down","code":"broken"}', 'The model broke down'],
    ['{"error":{"message":"Overloaded\\nTry later"}}', 'Overloaded'],
    ['{"code":7}', '{"code":7}'],
    ['{broken', '{broken'],
  ])('is told in words where %s is handed on as it came', (message, words) => {
    expect(failureOf({ name: 'UnknownError', data: { message } })).toMatchObject({ message: words });
  });

  it('shows the first line of a message only, for the rest may be a stack', () => {
    const failure = failureOf({ name: 'UnknownError', data: { message: 'Broken\n    at chunk.js:1' } });
    expect(failure).toMatchObject({ message: 'Broken', class: 'transient' });
  });
});
