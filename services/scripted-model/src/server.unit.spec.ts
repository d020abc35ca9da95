import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startScriptedModel, type ScriptedModel } from './server.ts';

let model: ScriptedModel;

beforeAll(async () => {
  model = await startScriptedModel({ wordDelayMs: 0 });
});

afterAll(() => model.close());

function complete(text: string, more: object = {}, init: RequestInit = {}): Promise<Response> {
  const tools = [{ type: 'function', function: { name: 'write' } }];
  const body = JSON.stringify({ model: 'scripted', messages: [{ role: 'user', content: text }], tools, ...more });
  return fetch(`${model.url}/chat/completions`, { method: 'POST', body, ...init });
}

interface Chunk {
  readonly choices: readonly { delta: { content?: string }; finish_reason: string | null }[];
  readonly usage?: object;
}

describe('the server of the scripted model', () => {
  it('streams the same answer to the same request, word by word, with its usage', async () => {
    const bodies = await Promise.all([1, 2].map(async () => (await complete('Add a README', { stream: true })).text()));
    expect(bodies[0]).toBe(bodies[1]);
    const data = (bodies[0] ?? '')
      .split('\n\n')
      .filter(Boolean)
      .map((line) => line.replace('data: ', ''));
    expect(data.pop()).toBe('[DONE]');
    const chunks = data.map((line) => JSON.parse(line) as Chunk);
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 3 });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
    expect(chunks.filter((chunk) => chunk.choices[0]?.delta.content).length).toBeGreaterThan(10);
  });

  it('answers in one piece too', async () => {
    const answer = await (await complete('Add a README')).json();
    expect(answer).toMatchObject({
      choices: [{ finish_reason: 'tool_calls', message: { tool_calls: [{ function: { name: 'write' } }] } }],
      usage: { prompt_tokens: 3 },
    });
  });

  it('refuses a rate-limited task twice', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) statuses.push((await complete('rate limit')).status);
    expect(statuses).toEqual([429, 429, 200]);
  });

  it('garbles its answer as often as the task says, also where the prompt says the task in other words', async () => {
    const first = await complete('garbled answer 2 times', { stream: true });
    const texts = [await first.text()];
    for (const prompt of ['Go on. <task>garbled answer 2 times</task>', 'garbled answer 2 times']) {
      texts.push(await (await complete(prompt, { stream: true })).text());
    }
    expect(texts.map((text) => text.includes('[DONE]'))).toEqual([false, false, true]);
  });

  it('answers errors in the form of OpenAI', async () => {
    const failed = await complete('simulate a failure');
    expect(failed.status).toBe(400);
    expect(await failed.json()).toMatchObject({ error: { code: 'scripted_failure', message: expect.any(String) } });
    expect((await complete('x', { messages: 'none' })).status).toBe(400);
    expect((await fetch(`${model.url}/nothing`)).status).toBe(404);
  });

  it('never answers when the task says so', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(complete('the model hangs', {}, { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('lists its model and its health', async () => {
    expect(await (await fetch(`${model.url}/models`)).json()).toMatchObject({ data: [{ id: 'scripted' }] });
    expect((await fetch(new URL('/health', model.url))).status).toBe(200);
  });
});
