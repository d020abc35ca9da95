import { resolve } from 'node:path';
import type { Part } from './open-code-types.ts';

/** The files that a tool for files wrote, as absolute paths; none for other parts, and where the call failed. */
export function writtenFiles(part: Part, directory: string): string[] {
  if (part.type !== 'tool' || part.state.status !== 'completed') return [];
  const { filePath, patchText } = part.state.input;
  switch (part.tool) {
    case 'write':
    case 'edit':
    case 'multiedit':
      return typeof filePath === 'string' ? [resolve(directory, filePath)] : [];
    case 'patch':
    case 'apply_patch':
      return typeof patchText === 'string' ? patchedFiles(patchText).map((file) => resolve(directory, file)) : [];
    default:
      return [];
  }
}

function patchedFiles(text: string): string[] {
  return [...text.matchAll(/^\*\*\* (?:Add|Update|Delete) File: (.+)$|^\*\*\* Move to: (.+)$/gm)].map(
    ([, file, moved]) => (file ?? moved ?? '').trim(),
  );
}
