import type { Usage } from '@podium/proto';
import type { Running } from '../domain/session.ts';
import { nothingUsed } from '../domain/usage.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { stopRun } from '../opencode/stop-run.ts';
import { usageOf } from './ending.ts';
import { followIntoOutput } from './follow-into-output.ts';
import type { OutputWriter } from './output-writer.ts';

/**
 * Ends what a session runs, for certain, and writes what it said until then.
 * @param signals `drain` ends the waiting for the abort, `any` also that for what the run said
 * @returns what the turn used; nothing where the turn has ended, because that is in the log already.
 * @throws OpenCodeError when it does not stop; the signal's reason.
 */
export async function abortRun(
  client: OpenCodeClient,
  state: Running,
  writer: OutputWriter,
  signals: { readonly drain: AbortSignal; readonly any: AbortSignal },
): Promise<Usage> {
  const { runtimeSessionId: sessionId, runtimeMessageId: messageId } = state.run;
  if (!(await client.getSession(sessionId))) return nothingUsed;
  await stopRun({ client, sessionId, messageId, signal: signals.drain });
  if (state.work.turn?.ended || !(await client.hasMessage(sessionId, messageId))) return nothingUsed;
  return usageOf(await followIntoOutput(client, state, writer, signals.any));
}
