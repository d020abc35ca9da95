import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in a time that tells nothing about where they differ. */
export function isSameToken(given: string, expected: string): boolean {
  return timingSafeEqual(digestOf(given), digestOf(expected));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Token of an `Authorization: Bearer` header; empty where there is none. */
export function bearerOf(authorization: string | undefined): string {
  return /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1] ?? '';
}
