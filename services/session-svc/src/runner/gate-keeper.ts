import type { Outcome } from '@podium/event-sourcing';
import { PermissionAnswer } from '@podium/proto';
import type { AskPerson, CloseGate } from '../domain/commands.ts';
import type { GateState } from '../domain/gates.ts';
import type { SessionState } from '../domain/session.ts';
import { declineGate, replyToGate, type Gate } from '../opencode/gates.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { askOf, sentenceOf } from './gate-texts.ts';
import type { OutputWriter } from './output-writer.ts';
import type { SessionSignal } from './session-signals.ts';

/** What a gate keeper may do with its session. */
export interface GatedSession {
  /** Ends the waiting: the run is not followed any more. */
  readonly signal: AbortSignal;
  command(command: Omit<AskPerson, 'owner'> | Omit<CloseGate, 'owner'>): Promise<Outcome>;
  state(): Promise<SessionState>;
  /** Calls back for each signal of the session. Returns what ends the subscription. */
  listen(listener: (signal: SessionSignal | null) => void): () => void;
}

/**
 * Brings what the agent asks to people, and the answer back to the agent.
 *
 * The question is a fact before anyone sees it and the answer is one before the agent gets it. An owner who takes over
 * finds both in the state: it asks nothing twice, and gives an answer that did not reach the agent.
 */
export class GateKeeper {
  readonly #session: GatedSession;
  readonly #client: OpenCodeClient;
  readonly #writer: OutputWriter;

  constructor(session: GatedSession, client: OpenCodeClient, writer: OutputWriter) {
    this.#session = session;
    this.#client = client;
    this.#writer = writer;
  }

  /** Resolves when the agent has its answer, or nobody waits for one any more. */
  async opened(gate: Gate): Promise<void> {
    const outcome = await this.#session.command({ kind: 'ask', gateId: gate.id, gate: askOf(gate) });
    // A session that is being stopped asks nothing: the stop refuses what is pending.
    if (outcome.kind === 'rejected') return;
    this.#writer.say(`asked:${gate.id}`, sentenceOf(gate));
    const answered = await this.#answered(gate.id);
    if (!answered) return;
    if (answered.timedOut) {
      this.#writer.say(`timed-out:${gate.id}`, 'Nobody answered in time. The agent is told to go on without it.');
      return declineGate(this.#client, gate);
    }
    this.#writer.say(`answered:${gate.id}`, answerSentence(answered));
    await replyToGate(this.#client, gate, replyOf(answered));
  }

  /** The agent has let go of it, because it was answered or because it was lost. */
  async closed(gate: Gate): Promise<void> {
    await this.#session.command({ kind: 'close-gate', gateId: gate.id });
  }

  /** The gate with its answer, or that nobody answers in time; undefined when the waiting is over otherwise. */
  async #answered(gateId: string): Promise<GateState | undefined> {
    const { signal } = this.#session;
    for (;;) {
      const changed = this.#nextSignal(signal);
      const state = await this.#session.state();
      const gate = 'run' in state ? state.run.gates.get(gateId) : undefined;
      if (state.kind !== 'running' || !gate || signal.aborted) return undefined;
      if (gate.answer || gate.timedOut) return gate;
      if (gate.closed) return undefined;
      await changed;
    }
  }

  #nextSignal(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stopListening = this.#session.listen(() => done());
      const done = () => {
        stopListening();
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      if (signal.aborted) done();
    });
  }
}

function replyOf(gate: GateState): Parameters<typeof replyToGate>[2] {
  if (gate.kind === 'question') return { kind: 'answers', answers: gate.answer?.map(({ choices }) => choices) ?? [] };
  const { answer, feedback } = gate.answer ?? { answer: PermissionAnswer.REJECT };
  if (answer === PermissionAnswer.ONCE) return { kind: 'permission', reply: 'once' };
  if (answer === PermissionAnswer.ALWAYS) return { kind: 'permission', reply: 'always' };
  return { kind: 'permission', reply: 'reject', ...(feedback ? { message: feedback } : {}) };
}

function answerSentence(gate: GateState): string {
  if (gate.kind === 'question') return 'Answered.';
  switch (gate.answer?.answer) {
    case PermissionAnswer.ONCE:
      return 'Allowed once.';
    case PermissionAnswer.ALWAYS:
      return 'Allowed from now on.';
    default:
      return gate.answer?.feedback ? `Refused: ${gate.answer.feedback}` : 'Refused.';
  }
}
