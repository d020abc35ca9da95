import type { Run, SessionState, Work } from '../domain/session.ts';
import { rejectGate } from '../opencode/gates.ts';
import { followRun, type RunOutcome } from '../opencode/follow-run.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { agentName } from './agents.ts';
import type { GateKeeper } from './gate-keeper.ts';
import type { OutputWriter } from './output-writer.ts';
import { outputKindOf } from './output-kinds.ts';
import { continuationPrompt } from './prompts.ts';

type Running = Extract<SessionState, { work: Work; run: Run }>;

/**
 * Follows a run to its end and writes what it says; sends the prompt first, unless the runtime has it already.
 * @param gates absent where the run is being stopped: nothing is sent, and what it asks is refused.
 * @throws OpenCodeError when the pod does not answer for long; the signal's reason when it aborts.
 */
export function followIntoOutput(
  client: OpenCodeClient,
  { work, run }: Running,
  writer: OutputWriter,
  signal: AbortSignal,
  gates?: GateKeeper,
): Promise<RunOutcome> {
  const { runtimeSessionId: sessionId, runtimeMessageId: messageId } = run;
  return followRun({
    client,
    sessionId,
    messageId,
    signal,
    written: writer.written,
    sink: (piece) => writer.write({ ...piece, kind: outputKindOf(piece) }),
    onGate: (gate) => (gates ? gates.opened(gate) : rejectGate(client, gate)),
    ...(gates ? { onGateClosed: (gate) => gates.closed(gate) } : {}),
    onConnected: async () => {
      if (!gates || (await client.hasMessage(sessionId, messageId))) return;
      const text = run.attempt === 1 ? work.prompt : continuationPrompt(work.prompt);
      const { providerID, modelID } = await client.defaultModel();
      await client.prompt({ sessionId, messageId, text, agent: agentName, model: { providerID, modelID } });
    },
  });
}
