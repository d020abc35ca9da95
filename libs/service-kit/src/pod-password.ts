import { createHmac } from 'node:crypto';

/**
 * Password of a project's OpenCode server, derived so that nobody has to store it or send it:
 * HMAC-SHA256(secret, `opencode:<projectId>`) as base64url.
 */
export function podPassword(secret: string, projectId: string): string {
  return createHmac('sha256', secret).update(`opencode:${projectId}`).digest('base64url');
}
