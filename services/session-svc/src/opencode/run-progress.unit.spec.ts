import { describe, expect, it } from '@jest/globals';
import type { AssistantMessage, MessageInfo, TextPart } from './open-code-types.ts';
import { progressSince } from './run-progress.ts';

const tokens = { input: 100, output: 10, reasoning: 1, cache: { read: 5_000, write: 0 } };

function asked(id: string, created: number): MessageInfo {
  return { role: 'user', id, sessionID: 'ses_1', time: { created } };
}

function answered(id: string, created: number, more: Partial<AssistantMessage> = {}): MessageInfo {
  const at = { created, completed: created + 5 };
  return { role: 'assistant', id, sessionID: 'ses_1', parentID: 'msg_1', time: at, cost: 0.01, tokens, ...more };
}

const text: TextPart = {
  type: 'text',
  id: 'prt_1',
  sessionID: 'ses_1',
  messageID: 'msg_4',
  text: 'Hello',
  time: { start: 41, end: 47 },
};

describe('how far a conversation has come', () => {
  const messages = [asked('msg_1', 10), answered('msg_2', 20), asked('msg_3', 30), answered('msg_4', 40)];

  it('is counted from a message on, subagents included and what came from a cache left out', () => {
    const ofSubagent = answered('msg_5', 42, { sessionID: 'ses_2', parentID: 'msg_9' });
    const conversation = { messages: [...messages, ofSubagent], parts: [text], lastEventMs: 0 };
    const progress = progressSince(conversation, 'msg_3');
    expect(progress).toMatchObject({ steps: 2, tokens: 222, lastSignMs: 47 });
    expect(progress.costUsd).toBeCloseTo(0.02);
    expect(progressSince(conversation, 'msg_1').steps).toBe(3);
  });

  it('is counted whole where it does not have that message', () => {
    expect(progressSince({ messages, parts: [], lastEventMs: 0 }, 'msg_0').steps).toBe(2);
  });

  it('shows its last sign, whether that was seen live or is known to the runtime only', () => {
    expect(progressSince({ messages, parts: [], lastEventMs: 99 }, 'msg_1').lastSignMs).toBe(99);
    expect(progressSince({ messages, parts: [], lastEventMs: 0 }, 'msg_1').lastSignMs).toBe(45);
    expect(progressSince({ messages: [], parts: [], lastEventMs: 0 }, 'msg_1').lastSignMs).toBe(0);
  });
});
