import { relative } from 'node:path';
import type { ActivityData, TodoView, ToolEnd } from '@podium/board';
import type { AssistantMessage, PatchPart, ToolState } from './open-code-types.ts';

/** More than this of one argument is not kept, in UTF-16 units: a file that is written is in the workspace. */
const argumentLength = 10_000;
/** More than this of all arguments of a call is not kept, in UTF-16 units. */
const argumentsLength = 40_000;

/** What a tool was called with; long texts are cut. */
export function toolArguments(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const cut = Object.fromEntries(Object.entries(input).map(([name, value]) => [name, shortened(value)]));
  return JSON.stringify(cut).length <= argumentsLength ? cut : { note: 'The arguments are too long to be kept.' };
}

/** How a call ended. Only some tools tell an exit code. */
export function toolEnd({ status, time, metadata }: ToolState): ToolEnd {
  const exitCode = metadata?.['exit'];
  return {
    status: status === 'error' ? 'failed' : 'completed',
    ...(typeof exitCode === 'number' && Number.isInteger(exitCode) ? { exit_code: exitCode } : {}),
    ...(time?.end === undefined ? {} : { duration_ms: Math.max(0, Math.round(time.end - time.start)) }),
  };
}

/** The to-do list that a call wrote; undefined where it wrote none. */
export function todosOf(tool: string, { status, input }: ToolState): TodoView[] | undefined {
  const todos = input['todos'];
  if (tool !== 'todowrite' || status !== 'completed' || !Array.isArray(todos)) return undefined;
  return todos.filter(isRecord).map((todo) => ({
    text: String(todo['content'] ?? ''),
    status: todoStatuses.find((known) => known === todo['status']) ?? 'pending',
    priority: String(todo['priority'] ?? 'medium'),
  }));
}

const todoStatuses = ['pending', 'in_progress', 'completed', 'cancelled'] as const;

/** What one answer of the model used. */
export function stepOf({ tokens, cost }: AssistantMessage): ActivityData {
  return {
    usage: {
      input_tokens: tokens.input,
      output_tokens: tokens.output + tokens.reasoning,
      cached_tokens: tokens.cache.read,
      cost_usd: cost,
    },
  };
}

/**
 * The files that a step changed, relative to the workspace.
 * @param written absolute paths of what the agent's own tools wrote
 */
export function filesOf({ files }: PatchPart, written: ReadonlySet<string>, directory: string): ActivityData {
  const own = files.filter((file) => written.has(file));
  return {
    files: files.map((file) => relative(directory, file)),
    ...(own.length > 0 ? { own_files: own.map((file) => relative(directory, file)) } : {}),
  };
}

function shortened(value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= argumentLength) return value;
  const kept = value.slice(0, argumentLength).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}\n… ${value.length - kept.length} more characters`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
