import { relative } from 'node:path';
import type { Message } from './open-code-types.ts';

/** The files that OpenCode puts back with a conversation: those that its steps from a message on changed. */
export function filesAfter(messages: readonly Message[], messageId: string, directory: string): string[] {
  const from = messages.findIndex(({ info }) => info.id === messageId);
  const parts = messages.slice(Math.max(0, from)).flatMap((message) => message.parts);
  const files = parts.flatMap((part) => (part.type === 'patch' ? part.files : []));
  return [...new Set(files.map((file) => relative(directory, file)))].sort();
}
