import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StoredAttachment } from '@podium/jetstream';
import { problemOf } from '@podium/service-kit';

const maxNameLength = 200;

/** Reads a request's body of up to `maxBytes` as it is. @throws ProblemError 413 where it is too large, 422 where there is none */
export async function readFile(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const file = announced > maxBytes ? undefined : await readUpTo(maxBytes, request);
  if (!file) {
    // What the client still sends goes nowhere, so that it gets to read the answer.
    request.resume();
    const detail = `A file may have up to ${maxBytes / 1024 / 1024} MiB. Send a smaller one.`;
    throw problemOf('payload_too_large', detail, undefined, { limit_bytes: maxBytes });
  }
  if (file.length === 0) {
    const errors = [{ path: 'body', message: 'is empty' }];
    throw problemOf('validation_failed', 'The file is empty.', undefined, { errors });
  }
  return file;
}

/** Undefined where there is more than that. @throws ProblemError 400 where the client breaks off */
async function readUpTo(maxBytes: number, request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    // The connection is still needed for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return undefined;
      chunks.push(chunk);
    }
  } catch (error) {
    if (!request.destroyed) throw error;
    throw problemOf('malformed_request', 'The file did not arrive completely.');
  }
  return Buffer.concat(chunks);
}

/**
 * A name that is only a name: no folders, nothing that changes the direction of the text or that a terminal would obey,
 * no dots at its ends. What is too long loses its middle and keeps its extension.
 */
export function fileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  if (plain === '') return 'file';
  if (plain.length <= maxNameLength) return plain;
  const extension = /\.[\p{L}\p{N}]{1,12}$/u.exec(plain)?.[0] ?? '';
  return plain.slice(0, maxNameLength - extension.length).replace(/\p{Surrogate}$/u, '') + extension;
}

/** `Image/PNG; charset=x` -> `image/png`; what is no media type is bytes. */
export function mediaType(contentType: string | undefined): string {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,63}$/.test(type) ? type : 'application/octet-stream';
}

/** Media types that do nothing by themselves where a page of ours shows them or a browser opens them. */
const harmlessTypes =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)|audio\/[a-z0-9.+-]+|video\/[a-z0-9.+-]+|application\/(?:pdf|json|zip|gzip)|text\/(?:plain|markdown|csv))$/;

/**
 * Answers with a file as somebody gave it, which nobody has looked into: it is downloaded, never run, framed or taken
 * for anything else than what its type says. A script or a style sheet is only bytes, so that no page can load it.
 */
export function sendFile(
  response: ServerResponse,
  { name, contentType, bytes }: Pick<StoredAttachment, 'name' | 'contentType'> & { readonly bytes: Uint8Array },
): void {
  const type = harmlessTypes.test(contentType) ? contentType : 'application/octet-stream';
  response.writeHead(200, {
    'Content-Type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'Content-Length': bytes.length,
    'Content-Disposition': `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encodedName(name)}`,
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    // What is stored under an id never changes.
    'Cache-Control': 'private, max-age=31536000, immutable',
  });
  response.end(bytes);
}

function asciiName(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
}

/** RFC 8187 takes less than encodeURIComponent leaves. */
function encodedName(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
