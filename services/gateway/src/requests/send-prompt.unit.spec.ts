import { describe, expect, it } from '@jest/globals';
import type { TaskView } from '@podium/board';
import { problemOf } from '@podium/service-kit';
import type { Intent } from './intent.ts';
import { PromptPost, type PromptToSend } from './send-prompt.ts';

const intent: Intent = { actor: 'user:ann', requestId: 'r', isRepeatable: false, newId: (kind) => `a ${kind}` };
const prompt: PromptToSend = {
  projectId: 'p1',
  taskId: 't1',
  text: 'Go on',
  options: undefined,
  interrupt: false,
  continuesSessionId: undefined,
  forkMessageId: undefined,
};

/** A gateway whose services refuse each request with the next one of these codes; accepted where there is none. */
function postWith(active: (string | null)[], refusals: string[]): { post: PromptPost; asked: string[] } {
  const asked: string[] = [];
  const task = async () => {
    const activeId = active.length > 1 ? active.shift() : active[0];
    return { id: 't1', active_session_id: activeId ?? null, latest_session_id: 's1' } as TaskView;
  };
  const ask = async ({ type }: { readonly type: string }) => {
    asked.push(type.split('.').at(-1) ?? type);
    const code = refusals.shift();
    if (code !== undefined) throw problemOf(code, 'No.');
    return { facts: [], position: 7 };
  };
  return { post: new PromptPost({ ask }, { task, history: async () => [] }), asked };
}

describe('a prompt that comes in between', () => {
  it('waits for a session that was just begun, and begins the next one where that is just ending', async () => {
    const begun = postWith(['s1'], ['session_not_found']);
    expect(await begun.post.send(prompt, intent)).toMatchObject({ sessionId: 's1', promptId: 'a prompt' });
    const ending = postWith(['s1', 's1', null], ['session_closing', 'session_ended']);
    expect(await ending.post.send(prompt, intent)).toMatchObject({ sessionId: 'a session', promptId: null });
    expect(ending.asked).toEqual(['PromptAddRequested', 'PromptAddRequested', 'TaskExecuteRequested']);
  });

  it('goes into the session that somebody else has begun meanwhile', async () => {
    const { post, asked } = postWith([null, 's2'], ['session_active']);
    expect(await post.send(prompt, intent)).toMatchObject({ sessionId: 's2', promptId: 'a prompt' });
    expect(asked).toEqual(['TaskExecuteRequested', 'PromptAddRequested']);
  });

  it('is refused at once where it goes on with what is not there', async () => {
    const { post, asked } = postWith([null], ['session_not_found', 'session_not_found']);
    await expect(post.send({ ...prompt, continuesSessionId: 'nobody' }, intent)).rejects.toMatchObject({
      code: 'session_not_found',
    });
    expect(asked).toHaveLength(1);
  });
});
