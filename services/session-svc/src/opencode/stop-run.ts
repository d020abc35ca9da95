import { setTimeout as pause } from 'node:timers/promises';
import { pendingGates, rejectGate } from './gates.ts';
import type { OpenCodeClient } from './open-code-client.ts';
import { OpenCodeError } from './open-code-error.ts';

export interface StopRunOptions {
  readonly client: OpenCodeClient;
  readonly sessionId: string;
  /** The user message of the run, if there is one: the run counts as stopped when its last answer is finalised. */
  readonly messageId?: string;
  /** Default: 30 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const recheckMs = 1_200;
/** An abort in the first second or two of a run is lost, and a dead run never finalises: idle this often is enough. */
const idleRounds = 3;

/**
 * Stops whatever a session does, for certain: aborts, looks again and repeats until it is idle, then rejects all that
 * it and its subagents ask, because an answer to a request that outlived its run would still be carried out.
 * A follower of the run then sees `aborted`, or `interrupted` where OpenCode did not finalise the last message; whoever
 * stops a run knows that it was stopped.
 * Errors: `OpenCodeError`, with `refused` when the run does not stop in time.
 */
export async function stopRun(options: StopRunOptions): Promise<void> {
  const { client, sessionId, signal, timeoutMs = 30_000 } = options;
  const deadlineMs = Date.now() + timeoutMs;
  let idleSeen = 0;
  for (;;) {
    await client.abort(sessionId);
    await rejectPending(client, sessionId);
    await pause(recheckMs, undefined, signal ? { signal } : {});
    const isIdle = (await client.status(sessionId)).type === 'idle';
    idleSeen = isIdle ? idleSeen + 1 : 0;
    const isStopped = isIdle && (idleSeen >= idleRounds || (await isFinalised(options)));
    if (isStopped && !(await rejectPending(client, sessionId))) return;
    if (Date.now() > deadlineMs) throw new OpenCodeError('refused', `Session ${sessionId} does not stop`);
  }
}

async function isFinalised({ client, sessionId, messageId }: StopRunOptions): Promise<boolean> {
  const messages = await client.messages(sessionId);
  const last = messages.map(({ info }) => info).findLast((info) => info.role === 'assistant');
  if (last?.role !== 'assistant' || last.time.completed === undefined) return false;
  return messageId === undefined || last.parentID === messageId;
}

/** Returns whether there was anything to reject. */
async function rejectPending(client: OpenCodeClient, sessionId: string): Promise<boolean> {
  const family = new Set(await familyOf(client, sessionId));
  const gates = (await pendingGates(client)).filter((gate) => family.has(gate.request.sessionID));
  for (const gate of gates) await rejectGate(client, gate);
  return gates.length > 0;
}

async function familyOf(client: OpenCodeClient, sessionId: string): Promise<string[]> {
  const children = await client.children(sessionId);
  const nested = await Promise.all(children.map((child) => familyOf(client, child.id)));
  return [sessionId, ...nested.flat()];
}
