import { createHmac } from 'node:crypto';

/**
 * Password of a project's OpenCode server, derived so that nobody has to store it or send it:
 * HMAC-SHA256(secret, `opencode:<projectId>`) as base64url.
 */
export function podPassword(secret: string, projectId: string): string {
  return derived(secret, `opencode:${projectId}`);
}

/** What a project's workspace agent lets people in with. */
export interface AgentTokens {
  /** For its files API: known to pod-svc and to the agent. */
  readonly files: string;
  /** For its session proxy: known to the agent and to OpenCode, which has it in the place of providers' keys. */
  readonly proxy: string;
}

/** Tokens of a project's workspace agent, derived in the same way. */
export function agentTokens(secret: string, projectId: string): AgentTokens {
  return {
    files: derived(secret, `workspace-agent:${projectId}`),
    proxy: derived(secret, `session-proxy:${projectId}`),
  };
}

function derived(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(purpose).digest('base64url');
}
