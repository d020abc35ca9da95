import { isUtf8 } from 'node:buffer';
import { join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AttachmentStore } from '@podium/jetstream';
import type { AttachmentRef } from '@podium/proto';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { FilePartInput } from '../opencode/open-code-types.ts';

/** More of one text is cut, in bytes: it would fill the model's context. */
const longestTextBytes = 200_000;
/** More mentions than this of one prompt are only text. */
const mostMentions = 20;
/** What models are given as it is; everything else has to be text. */
const asItIs = /^(image\/(png|jpeg|gif|webp)|application\/pdf)$/;

/** A file that a model can't be given, and why. */
export interface Unreadable {
  readonly name: string;
  readonly reason: string;
}

/** The files that people attached, as parts of a prompt. @throws LogUnavailableError */
export async function attachedFiles(
  store: Pick<AttachmentStore, 'get'>,
  projectId: string,
  attachments: readonly AttachmentRef[],
): Promise<{ readonly files: FilePartInput[]; readonly unreadable: Unreadable[] }> {
  const files: FilePartInput[] = [];
  const unreadable: Unreadable[] = [];
  for (const { attachmentId, name } of attachments) {
    const stored = await store.get(projectId, attachmentId);
    const file = stored && filePart(name, stored.contentType, stored.bytes);
    if (file) files.push(file);
    else unreadable.push({ name, reason: stored ? 'models read only text, images and PDF' : 'it was removed' });
  }
  return { files, unreadable };
}

/** The files of the workspace that a prompt mentions as `@path`. What is no file stays text. @throws OpenCodeError */
export async function mentionedFiles(client: OpenCodeClient, text: string): Promise<FilePartInput[]> {
  const files: FilePartInput[] = [];
  for (const path of mentionsOf(text)) {
    if (!(await client.workspace.has(path))) continue;
    const url = pathToFileURL(join(client.directory, path)).href;
    files.push({ type: 'file', mime: 'text/plain', filename: path, url });
  }
  return files;
}

/** Paths behind an `@`, each once; none that leads out of the workspace. */
export function mentionsOf(text: string): string[] {
  const paths = [...text.matchAll(/(?:^|[\s(])@([\w./-]*\w)/g)].map((match) => normalize(match[1] ?? ''));
  const inside = paths.filter((path) => path !== '' && !path.startsWith('/') && !path.startsWith('..'));
  return [...new Set(inside)].slice(0, mostMentions);
}

function filePart(filename: string, contentType: string, bytes: Uint8Array): FilePartInput | undefined {
  const mime = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (asItIs.test(mime)) return { type: 'file', mime, filename, url: dataUrl(mime, bytes) };
  if (!isUtf8(bytes) || bytes.includes(0)) return undefined;
  return { type: 'file', mime: 'text/plain', filename, url: dataUrl('text/plain', cut(bytes)) };
}

function cut(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= longestTextBytes) return bytes;
  const kept = new TextDecoder().decode(bytes.subarray(0, longestTextBytes)).replace(/\uFFFD$/, '');
  return new TextEncoder().encode(`${kept}\n… the rest of the file is not shown`);
}

function dataUrl(mime: string, bytes: Uint8Array): string {
  return `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`;
}
