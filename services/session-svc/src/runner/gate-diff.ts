import { relative } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY, formatPatch, parsePatch } from 'diff';
import type { PermissionRequest, ToolPart } from '../opencode/open-code-types.ts';

/**
 * The change that a permission is asked for, as a unified diff: the runtime's own where it made one, else what the
 * tool's arguments say. Of a file outside of the workspace only the new text is known, not what it replaces.
 */
export function diffOf(
  { metadata }: Pick<PermissionRequest, 'metadata'>,
  call: Pick<ToolPart, 'tool' | 'state'> | undefined,
  directory: string,
): string | undefined {
  const diff = metadata['diff'];
  if (typeof diff === 'string' && diff) return insideOf(directory, diff);
  return call && diffOfArguments(call, directory);
}

function diffOfArguments({ tool, state }: Pick<ToolPart, 'tool' | 'state'>, directory: string): string | undefined {
  const { filePath, oldString, newString, content, patchText } = state.input;
  if (typeof patchText === 'string' && patchText) return patchText;
  if (typeof filePath !== 'string') return undefined;
  const diff = (before: string, after: string) =>
    insideOf(directory, createTwoFilesPatch(filePath, filePath, before, after));
  if (tool === 'edit' && typeof oldString === 'string' && typeof newString === 'string') {
    return diff(oldString, newString);
  }
  return tool === 'write' && typeof content === 'string' ? diff('', content) : undefined;
}

/** Where a workspace lies on its machine concerns nobody. */
function insideOf(directory: string, diff: string): string {
  const short = (path: string | undefined): string | undefined => {
    const inside = path?.startsWith('/') ? relative(directory, path) : path;
    return inside?.startsWith('..') ? path : inside;
  };
  const files = parsed(diff).map((file) => ({
    ...file,
    oldFileName: short(file.oldFileName),
    newFileName: short(file.newFileName),
  }));
  return files.length > 0 ? formatPatch(files, FILE_HEADERS_ONLY) : diff;
}

/** What is no diff for the library may still be one for a person. */
function parsed(diff: string): ReturnType<typeof parsePatch> {
  try {
    return parsePatch(diff);
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}
