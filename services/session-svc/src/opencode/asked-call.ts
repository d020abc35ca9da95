import { setTimeout as pause } from 'node:timers/promises';
import type { OpenCodeClient } from './open-code-client.ts';
import type { PermissionRequest, ToolPart } from './open-code-types.ts';

/** How often and how long OpenCode is asked again for a call that it has not told of yet. */
const looks = 40;
const lookMs = 50;

/**
 * The call of a tool that a permission is asked for. A tool may ask a moment before its arguments are told of, so it is
 * waited for, up to two seconds; undefined where the request names no call, or none comes.
 * @throws OpenCodeError; the signal's reason
 */
export async function askedCall(
  client: Pick<OpenCodeClient, 'message'>,
  { sessionID, tool }: Pick<PermissionRequest, 'sessionID' | 'tool'>,
  signal: AbortSignal,
): Promise<ToolPart | undefined> {
  if (!tool) return undefined;
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await pause(lookMs, undefined, { signal });
    const message = await client.message(sessionID, tool.messageID);
    const call = message?.parts.find((part): part is ToolPart => part.type === 'tool' && part.callID === tool.callID);
    if (call && call.state.status !== 'pending') return call;
  }
  return undefined;
}
