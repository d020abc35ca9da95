import type { SessionState, Work } from '../domain/session.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';

/** Reads the state of another session of the same project. */
export type EarlierSession = (sessionId: string) => Promise<SessionState>;

/** The conversation inside the runtime that a session goes on in. */
export interface Conversation {
  readonly id: string;
  /** There was an earlier one, but the runtime does not have it any more. */
  readonly isLost: boolean;
}

/** A chain of sessions that each go on with the one before is never this long without one that was started. */
const longestChain = 100;

/** Finds the conversation that a session goes on in, or makes a new one. */
export async function conversationOf(
  work: Work,
  client: OpenCodeClient,
  earlier: EarlierSession,
): Promise<Conversation> {
  if (work.runtimeSessionId !== null) return orNew(work.runtimeSessionId, work, client);
  const before = work.continues && (await runtimeSessionOf(work.continues.sessionId, earlier));
  if (!before) return { id: (await client.createSession({ title: work.title })).id, isLost: false };
  const { forkMessageId } = work.continues ?? {};
  if (forkMessageId === undefined) return orNew(before, work, client);
  if (!(await client.getSession(before))) return orNew(before, work, client);
  return { id: (await client.fork(before, await forkPoint(client, before, forkMessageId))).id, isLost: false };
}

async function orNew(id: string, { title }: Work, client: OpenCodeClient): Promise<Conversation> {
  if (await client.getSession(id)) return { id, isLost: false };
  return { id: (await client.createSession({ title })).id, isLost: true };
}

/** A session that never began has no conversation of its own, but goes on with that of the session before it. */
export async function runtimeSessionOf(sessionId: string, earlier: EarlierSession): Promise<string | undefined> {
  let next: string | undefined = sessionId;
  for (let steps = 0; next !== undefined && steps < longestChain; steps += 1) {
    const state = await earlier(next);
    if (state.kind !== 'ended') return undefined;
    if (state.runtimeSessionId !== null) return state.runtimeSessionId;
    next = state.continues?.sessionId;
  }
  return undefined;
}

/**
 * The message before which the copy ends: a prompt is left out, so that it can be said differently; an answer is kept.
 * Undefined: everything is copied.
 */
async function forkPoint(
  client: OpenCodeClient,
  runtimeSessionId: string,
  messageId: string,
): Promise<string | undefined> {
  const messages = await client.messages(runtimeSessionId);
  const index = messages.findIndex(({ info }) => info.id === messageId);
  if (index < 0 || messages[index]?.info.role === 'user') return messageId;
  return messages[index + 1]?.info.id;
}
