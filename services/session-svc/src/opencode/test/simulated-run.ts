import type { AssistantMessage, Message, OpenCodeEvent, Part, ToolState } from '../open-code-types.ts';

export const sessionId = 'ses_1';
export const promptId = 'msg_0';

const noTokens = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } };

export function assistant(id: string, more: Partial<AssistantMessage> = {}): AssistantMessage {
  const time = { created: Number(id.replace(/\D/g, '')) };
  return { role: 'assistant', id, sessionID: sessionId, parentID: promptId, time, cost: 0, tokens: noTokens, ...more };
}

export function toolPart(id: string, messageID: string, state: Partial<ToolState>, tool = 'bash'): Part {
  const full: ToolState = { status: 'running', input: { command: 'make' }, ...state };
  return { type: 'tool', id, sessionID: sessionId, messageID, tool, callID: id, state: full };
}

function text(id: string, messageID: string, content: string, isFinal: boolean): Part {
  const time = isFinal ? { start: 1, end: 2 } : { start: 1 };
  return { type: 'text', id, sessionID: sessionId, messageID, text: content, time };
}

const info = (message: AssistantMessage): OpenCodeEvent => ({ type: 'message.updated', properties: { info: message } });
const update = (part: Part): OpenCodeEvent => ({ type: 'message.part.updated', properties: { part } });

/** What OpenCode sends for a step that writes these words and then runs a command with this output, if any. */
export function stepEvents(step: number, words: readonly string[], output: readonly string[] | undefined) {
  const id = `msg_${step}`;
  const textId = `prt_${step}a`;
  const callId = `prt_${step}b`;
  const whole = words.join('').trimEnd();
  const deltas = words.map((delta): OpenCodeEvent => {
    const properties = { sessionID: sessionId, messageID: id, partID: textId, field: 'text', delta };
    return { type: 'message.part.delta', properties };
  });
  const running = (output ?? []).map((_, index, all) =>
    update(toolPart(callId, id, { metadata: { output: all.slice(0, index + 1).join('') } })),
  );
  const completed = { status: 'completed', output: (output ?? []).join('') } as const;
  const time = { created: step, completed: step };
  return [
    info(assistant(id)),
    update(text(textId, id, '', false)),
    ...deltas,
    ...(output ? [update(toolPart(callId, id, { status: 'pending', input: {} })), ...running] : []),
    update(text(textId, id, whole, true)),
    ...(output ? [update(toolPart(callId, id, completed))] : []),
    info(assistant(id, { time, finish: output ? 'tool-calls' : 'stop' })),
  ];
}

/** What the server stores after these events: a part's text only once it is complete, no deltas. */
export function snapshotAfter(events: readonly OpenCodeEvent[]): Message[] {
  const messages = new Map<string, { info: AssistantMessage; parts: Map<string, Part> }>();
  for (const event of events) {
    if (event.type === 'message.updated' && event.properties.info.role === 'assistant') {
      const { info } = event.properties;
      messages.set(info.id, { info, parts: messages.get(info.id)?.parts ?? new Map<string, Part>() });
    }
    if (event.type === 'message.part.updated') {
      const { part } = event.properties;
      messages.get(part.messageID)?.parts.set(part.id, part);
    }
  }
  return [...messages.values()].map(({ info, parts }) => ({ info, parts: [...parts.values()] }));
}
