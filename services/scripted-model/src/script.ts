import type { Refusal, Speech, ToolCall } from './chat.ts';

/** One thing the model does next. A `call` is answered with the tool's result. */
export type Beat =
  | ({ readonly kind: 'say' } & Speech)
  | ({ readonly kind: 'call' } & ToolCall)
  | ({ readonly kind: 'refuse' } & Refusal)
  | { readonly kind: 'hang' };

/** A script yields beats and is resumed with the result of each call. It is replayed from its start for every request. */
export type Script<Result = void> = Generator<Beat, Result, string>;

export function* say(text: string, wordDelayMs?: number): Script {
  yield { kind: 'say', text: `${text.trim()}\n\n`, ...(wordDelayMs === undefined ? {} : { wordDelayMs }) };
}

/** Says something as the model's reasoning. */
export function* think(text: string): Script {
  yield { kind: 'say', text: `${text.trim()}\n\n`, isReasoning: true };
}

export function* call(tool: string, input: ToolCall['input']): Script<string> {
  return yield { kind: 'call', tool, input };
}

export function* refuse(refusal: Refusal): Script {
  yield { kind: 'refuse', ...refusal };
}

export function* hang(): Script {
  yield { kind: 'hang' };
}

/** Writes a whole file; where the tool wants an existing file to be read first, it is read and written again. */
export function* write(filePath: string, content: string): Script<string> {
  const result = yield* call('write', { filePath, content });
  if (!/must (first )?read|read (it|the file|the existing file)\b.*\b(first|before)/i.test(result)) return result;
  yield* call('read', { filePath });
  return yield* call('write', { filePath, content });
}

export function bash(command: string, description: string): Script<string> {
  return call('bash', { command, description });
}

/** Whether a tool's result says that the tool did its work. */
export function succeeded(result: string): boolean {
  return (
    !/^\s*(error\b|<?tool_use_error|file not found|the user (has )?(rejected|dismissed|prevented)|invalid|model tried|the .{1,20} tool was called with invalid)/i.test(
      result,
    ) && !/\b(not offered|specified a rule which prevents)\b/i.test(result)
  );
}

/** What a tool's result begins with. */
export function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
