import { isUtf8 } from 'node:buffer';
import type { WorkspaceEntry } from '@podium/workspace';
import type { WorkspaceView } from './schemas/workspace.ts';

/** A file's content as text where all of it is text, and never a part of a letter. */
export function workspaceViewOf(entry: WorkspaceEntry): WorkspaceView {
  if (entry.kind === 'directory') return entry;
  const { content, ...file } = entry;
  const bytes = Buffer.from(content, 'base64');
  const isLast = file.offset + bytes.length >= file.size_bytes;
  const text = isLast ? bytes : wholeLetters(bytes);
  // A part that is shorter than its one letter is told as bytes: nothing told would be asked for for ever.
  const isText = text.length > 0 === bytes.length > 0 && isUtf8(text) && !text.includes(0);
  const told = isText ? text : bytes;
  return {
    ...file,
    encoding: isText ? 'utf8' : 'base64',
    content: told.toString(isText ? 'utf8' : 'base64'),
    truncated: file.offset + told.length < file.size_bytes,
  };
}

/** Without the first bytes of a letter at the end whose last ones are missing. */
function wholeLetters(bytes: Buffer): Buffer {
  for (let missing = 1; missing <= Math.min(3, bytes.length); missing += 1) {
    const byte = bytes[bytes.length - missing] ?? 0;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > missing) return bytes.subarray(0, bytes.length - missing);
    if (byte < 0x80 || byte >= 0xc0) return bytes;
  }
  return bytes;
}
