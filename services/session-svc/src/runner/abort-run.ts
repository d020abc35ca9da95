import type { Running } from '../domain/session.ts';
import type { RunOutcome } from '../opencode/follow-run.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { stopRun } from '../opencode/stop-run.ts';
import { followIntoOutput, type OutputTo } from './follow-into-output.ts';

/**
 * Ends what a session runs, for certain, and writes what it said until then.
 * @param signals `drain` ends the waiting for the abort, `any` also that for what the run said
 * @returns what came of the turn; nothing where the turn has ended, because that is in the log already.
 * @throws OpenCodeError when it does not stop; the signal's reason.
 */
export async function abortRun(
  client: OpenCodeClient,
  state: Running,
  output: OutputTo,
  signals: { readonly drain: AbortSignal; readonly any: AbortSignal },
): Promise<RunOutcome | undefined> {
  const { runtimeSessionId: sessionId, runtimeMessageId: messageId } = state.run;
  if (!(await client.getSession(sessionId))) return undefined;
  await stopRun({ client, sessionId, messageId, signal: signals.drain });
  if (state.work.turn?.ended || !(await client.hasMessage(sessionId, messageId))) return undefined;
  return followIntoOutput(client, state, output, signals.any);
}
