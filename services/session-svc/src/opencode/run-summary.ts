import { relative } from 'node:path';
import type { AssistantMessage } from './open-code-types.ts';
import type { RunRecord } from './run-record.ts';
import { writtenFiles } from './written-files.ts';

/** What a run used, its subagents included. `inputTokens` excludes what came from the cache; the cost is in US dollars. */
export interface RunUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly reasoningTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly costUsd: number;
  /** The number of answers of the model. */
  readonly steps: number;
}

export interface RunSummary {
  readonly usage: RunUsage;
  /** Relative to the workspace, sorted, each once. */
  readonly filesTouched: readonly string[];
  /** What its own tools for files wrote, its subagents' included; relative to the workspace. */
  readonly filesWritten: readonly string[];
  /** The last text that the agent wrote. */
  readonly lastText: string;
}

export function summariseRun(record: RunRecord, directory: string): RunSummary {
  const own = record.runMessages();
  const all = withSubagents(record, own);
  return {
    usage: usageOf(all),
    filesTouched: filesOf(record, all, directory),
    filesWritten: [...writtenBy(record, all, directory)].map((file) => relative(directory, file)).sort(),
    lastText: lastTextOf(record, own),
  };
}

/** What the tools of one message wrote, and of its subagents; absolute paths. */
export function writtenInMessage(record: RunRecord, message: AssistantMessage, directory: string): Set<string> {
  return writtenBy(record, withSubagents(record, [message]), directory);
}

function withSubagents(record: RunRecord, messages: readonly AssistantMessage[]): AssistantMessage[] {
  return messages.flatMap((message) => [
    message,
    ...record
      .partsOf(message.id)
      .flatMap(({ part }) => (part.type === 'tool' ? withSubagents(record, record.subagentMessages(part)) : [])),
  ]);
}

function usageOf(messages: readonly AssistantMessage[]): RunUsage {
  const sum = (of: (message: AssistantMessage) => number) => messages.reduce((total, one) => total + of(one), 0);
  return {
    inputTokens: sum(({ tokens }) => tokens.input),
    outputTokens: sum(({ tokens }) => tokens.output),
    reasoningTokens: sum(({ tokens }) => tokens.reasoning),
    cacheReadTokens: sum(({ tokens }) => tokens.cache.read),
    cacheWriteTokens: sum(({ tokens }) => tokens.cache.write),
    costUsd: sum(({ cost }) => cost),
    steps: messages.length,
  };
}

function filesOf(record: RunRecord, messages: readonly AssistantMessage[], directory: string): string[] {
  const parts = messages.flatMap((message) => record.partsOf(message.id));
  const files = parts.flatMap(({ part }) => (part.type === 'patch' ? part.files : []));
  return [...new Set(files.map((file) => relative(directory, file)))].sort();
}

function writtenBy(record: RunRecord, messages: readonly AssistantMessage[], directory: string): Set<string> {
  const parts = messages.flatMap((message) => record.partsOf(message.id));
  return new Set(parts.flatMap(({ part }) => writtenFiles(part, directory)));
}

function lastTextOf(record: RunRecord, messages: readonly AssistantMessage[]): string {
  const texts = messages
    .filter((message) => !message.summary)
    .flatMap((message) => record.partsOf(message.id))
    .filter(({ part }) => part.type === 'text')
    .map(({ text }) => text.trim());
  return texts.findLast((text) => text !== '') ?? '';
}
