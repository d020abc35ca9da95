import type { Answer, ChatRequest, Speech } from './chat.ts';
import { textOf } from './chat.ts';

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** A delta of a streamed completion and the pause before it. */
export interface Delta {
  readonly delta: Readonly<Record<string, unknown>>;
  readonly delayMs: number;
}

const charactersPerToken = 4;

/** A rough count, deterministic and plausible: four characters are one token. */
export function usageOf(request: ChatRequest, answer: Answer): Usage {
  const prompt = tokens(request.messages.map(textOf).join(''));
  const completion = tokens(spoken(answer) + (answer.call ? JSON.stringify(answer.call.input) : ''));
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function tokens(text: string): number {
  return Math.ceil(text.length / charactersPerToken);
}

export function spoken(answer: Answer): string {
  return answer.speech
    .filter((speech) => !speech.isReasoning)
    .map((speech) => speech.text)
    .join('')
    .trimEnd();
}

/** One delta per word, then the tool call in two fragments, as real providers send it. */
export function deltasOf(answer: Answer, callId: string, wordDelayMs: number): Delta[] {
  const deltas: Delta[] = [{ delta: { role: 'assistant', content: '' }, delayMs: 0 }];
  for (const speech of trimmed(answer.speech)) {
    const delayMs = speech.wordDelayMs ?? wordDelayMs;
    const field = speech.isReasoning ? 'reasoning_content' : 'content';
    for (const word of speech.text.match(/\S+\s*/g) ?? []) deltas.push({ delta: { [field]: word }, delayMs });
  }
  if (answer.call) deltas.push(...callDeltas(answer.call.tool, JSON.stringify(answer.call.input), callId));
  return deltas;
}

function callDeltas(tool: string, input: string, id: string): Delta[] {
  const half = Math.ceil(input.length / 2);
  const head = { index: 0, id, type: 'function', function: { name: tool, arguments: input.slice(0, half) } };
  const tail = { index: 0, function: { arguments: input.slice(half) } };
  return [head, tail].map((call) => ({ delta: { tool_calls: [call] }, delayMs: 0 }));
}

function trimmed(speech: readonly Speech[]): Speech[] {
  return speech.map((part, index) => (index === speech.length - 1 ? { ...part, text: part.text.trimEnd() } : part));
}

/** The same answer in one piece, for a request that does not stream. */
export function messageOf(answer: Answer, callId: string): Record<string, unknown> {
  const content = spoken(answer) || null;
  if (!answer.call) return { role: 'assistant', content };
  const call = { name: answer.call.tool, arguments: JSON.stringify(answer.call.input) };
  return { role: 'assistant', content, tool_calls: [{ id: callId, type: 'function', function: call }] };
}
