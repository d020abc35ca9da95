import { describe, expect, it } from '@jest/globals';
import { followRun } from './follow-run.ts';
import type { OpenCodeClient } from './open-code-client.ts';
import type { Message, OpenCodeEvent, SessionStatus } from './open-code-types.ts';

const session = 'ses_1';
const hourMs = 3_600_000;

/** A runtime in which nothing has come of an answer for an hour. */
function quietRuntime(status: SessionStatus): OpenCodeClient {
  const created = Date.now() - hourMs;
  const messages = [
    { info: { id: 'msg_1', sessionID: session, role: 'user', time: { created } }, parts: [] },
    {
      info: {
        id: 'msg_2',
        sessionID: session,
        role: 'assistant',
        parentID: 'msg_1',
        time: { created, completed: created },
        error: { name: 'MessageAbortedError' },
        tokens: { input: 1, output: 1, reasoning: 0, cache: { read: 0, write: 0 } },
        cost: 0,
      },
      parts: [],
    },
  ] as unknown as Message[];
  return {
    directory: '/workspace',
    async *events(signal: AbortSignal): AsyncGenerator<OpenCodeEvent> {
      yield { type: 'stream.connected' } as OpenCodeEvent;
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    },
    status: async () => status,
    messages: async () => messages,
    children: async () => [],
    pendingPermissions: async () => [],
    pendingQuestions: async () => [],
  } as unknown as OpenCodeClient;
}

/** How often somebody was asked to look at the progress until something was decided. */
async function looksAt(status: SessionStatus): Promise<{ looks: number; ending: string }> {
  const enough = new AbortController();
  let looks = 0;
  const options = {
    client: quietRuntime(status),
    sessionId: session,
    messageId: 'msg_1',
    sink: () => undefined,
    written: new Map<string, number>(),
    signal: enough.signal,
    onProgress: async () => {
      looks += 1;
      if (looks > 2) enough.abort(new Error('enough'));
    },
  };
  const ending = await followRun(options).then(
    (outcome) => outcome.ending.kind,
    (error: Error) => error.message,
  );
  return { looks, ending };
}

describe('the progress of a run', () => {
  it('is looked at as long as the agent is at work, whoever follows it', async () => {
    expect(await looksAt({ type: 'busy' })).toEqual({ looks: 3, ending: 'enough' });
  });

  it('is not what a run is judged by that was cut off: nobody worked since', async () => {
    expect(await looksAt({ type: 'idle' })).toEqual({ looks: 0, ending: 'aborted' });
  });
});
