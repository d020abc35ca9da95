import type { FilePartInput } from './open-code-types.ts';

/** What a prompt is made of: the words of the person, and the files that go with them. */
export function promptParts(text: string, files: readonly FilePartInput[]): readonly object[] {
  return [{ type: 'text', text }, ...files.flatMap(withName)];
}

/** Providers are given images without their names, which people and models use to tell one from the other. */
function withName(file: FilePartInput): object[] {
  if (!file.mime.startsWith('image/')) return [file];
  return [{ type: 'text', text: `The image that follows is the file "${file.filename}".`, synthetic: true }, file];
}
