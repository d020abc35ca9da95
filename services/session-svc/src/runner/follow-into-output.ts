import type { ActivityData } from '@podium/board';
import type { Running } from '../domain/session.ts';
import { followRun, type RunOutcome } from '../opencode/follow-run.ts';
import { rejectGate } from '../opencode/gates.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import type { GateKeeper } from './gate-keeper.ts';
import type { OutputWriter } from './output-writer.ts';
import { outputKindOf } from './output-kinds.ts';
import type { Watchdog } from './watchdog.ts';

/** What a run that goes on needs: one that is being ended neither asks nor is sent anything. */
export interface Guidance {
  readonly gates: GateKeeper;
  /** Sends the prompt. */
  readonly send: () => Promise<void>;
  /** Looks at how far the run has come. */
  readonly watchdog: Watchdog;
}

/** Where what a run says goes. */
export interface OutputTo {
  readonly writer: OutputWriter;
  /** Adds to what a step changed who else was at work in the workspace. */
  readonly withCompany: (changed: ActivityData) => Promise<ActivityData>;
}

/**
 * Follows a run to its end and writes what it says; sends the prompt first, unless the runtime has it already.
 * @param guidance absent where the run is being stopped: nothing is sent, and what it asks is refused.
 * @throws OpenCodeError when the pod does not answer for long; the signal's reason when it aborts.
 */
export function followIntoOutput(
  client: OpenCodeClient,
  { run }: Running,
  { writer, withCompany }: OutputTo,
  signal: AbortSignal,
  guidance?: Guidance,
): Promise<RunOutcome> {
  const { runtimeSessionId: sessionId, runtimeMessageId: messageId } = run;
  return followRun({
    client,
    sessionId,
    messageId,
    signal,
    written: writer.written,
    sink: async (piece) => {
      const data = piece.kind === 'files' && piece.data ? await withCompany(piece.data) : piece.data;
      writer.write({ ...piece, kind: outputKindOf(piece), data });
    },
    onGate: (gate) => (guidance ? guidance.gates.opened(gate) : rejectGate(client, gate)),
    ...(guidance
      ? {
          onGateClosed: (gate) => guidance.gates.closed(gate),
          onProgress: (view) => guidance.watchdog.look(view),
        }
      : {}),
    onConnected: async () => {
      if (guidance && !(await client.hasMessage(sessionId, messageId))) await guidance.send();
    },
  });
}
