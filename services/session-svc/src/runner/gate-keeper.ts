import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome } from '@podium/event-sourcing';
import { PermissionAnswer } from '@podium/proto';
import type { AskPerson, CloseGate } from '../domain/commands.ts';
import type { GateState } from '../domain/gates.ts';
import { isGranted, type PermissionsState } from '../domain/permissions.ts';
import type { SessionState } from '../domain/session.ts';
import { askedCall } from '../opencode/asked-call.ts';
import { declineGate, replyToGate, type Gate, type GateReply } from '../opencode/gates.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { askOf, sentenceOf } from './gate-texts.ts';
import type { OutputWriter } from './output-writer.ts';
import type { SessionSignal } from './session-signals.ts';

/** How often and how long to look whether something is remembered as always allowed. */
const memoryLooks = 50;
const memoryLookMilliseconds = 100;

/** What a gate keeper may do with its session. */
export interface GatedSession {
  /** Ends the waiting: the run is not followed any more. */
  readonly signal: AbortSignal;
  command(command: Omit<AskPerson, 'owner'> | Omit<CloseGate, 'owner'>): Promise<Outcome>;
  state(): Promise<SessionState>;
  /** Calls back for each signal of the session. Returns what ends the subscription. */
  listen(listener: (signal: SessionSignal | null) => void): () => void;
  /** What people always allow the project's agents. */
  permissions(): Promise<PermissionsState>;
  /** Answers for people what they always allow. */
  answerAllowed(gateId: string): Promise<void>;
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
  readonly #asked = new Map<string, Promise<boolean>>();

  constructor(session: GatedSession, client: OpenCodeClient, writer: OutputWriter) {
    // An agent may ask for many things at once, and each of them waits.
    setMaxListeners(0, session.signal);
    this.#session = session;
    this.#client = client;
    this.#writer = writer;
  }

  /** Resolves when the agent has its answer, or nobody waits for one any more. */
  async opened(gate: Gate): Promise<void> {
    const asked = this.#ask(gate);
    this.#asked.set(gate.id, asked);
    // A session that is being stopped asks nothing: the stop refuses what is pending.
    if (!(await asked)) return;
    const answered = await this.#answered(gate.id);
    if (!answered) return;
    if (answered.timedOut) {
      this.#writer.say(`timed-out:${gate.id}`, 'Nobody answered in time. The agent is told to go on without it.');
      return declineGate(this.#client, gate);
    }
    this.#writer.say(`answered:${gate.id}`, answerSentence(answered));
    if (isAlways(answered)) await this.#remembered(answered);
    await this.#reply(gate, replyOf(answered));
  }

  /** Nothing is allowed to a run that is being stopped. Where it goes on instead, whoever follows it next replies. */
  async #reply(gate: Gate, reply: GateReply): Promise<void> {
    if (!this.#session.signal.aborted) await replyToGate(this.#client, gate, reply);
  }

  /** Returns whether people are asked now. */
  async #ask(gate: Gate): Promise<boolean> {
    const call =
      gate.kind === 'permission' ? await askedCall(this.#client, gate.request, this.#session.signal) : undefined;
    const ask = askOf(gate, call, this.#client.directory);
    if (!(await this.#isAsked(gate)) && (await this.#isAllowed(gate))) {
      this.#writer.say(`allowed:${gate.id}`, `${sentenceOf(ask)}. It is always allowed.`);
      await this.#reply(gate, { kind: 'permission', reply: 'once' });
      return false;
    }
    const outcome = await this.#session.command({ kind: 'ask', gateId: gate.id, gate: ask });
    if (outcome.kind === 'rejected') return false;
    this.#writer.say(`asked:${gate.id}`, sentenceOf(ask));
    // It may have been allowed since. What is allowed from here on finds the question in the log.
    if (await this.#isAllowed(gate)) await this.#session.answerAllowed(gate.id);
    return true;
  }

  /** Whether the question is in the log: then its answer comes from there too. */
  async #isAsked({ id }: Gate): Promise<boolean> {
    const state = await this.#session.state();
    return state.kind !== 'running' || state.run.gates.has(id);
  }

  async #isAllowed(gate: Gate): Promise<boolean> {
    if (gate.kind !== 'permission') return false;
    const { permission, patterns } = gate.request;
    return isGranted(await this.#session.permissions(), permission, patterns);
  }

  /** Before the agent goes on, because it may ask for the same thing at once; not for long, as that would only ask people. */
  async #remembered({ action, always }: AlwaysAllowed): Promise<void> {
    const { signal } = this.#session;
    for (let look = 0; look < memoryLooks && always.length > 0; look += 1) {
      if (isGranted(await this.#session.permissions(), action, always)) return;
      await pause(memoryLookMilliseconds, undefined, { signal });
    }
  }

  /** The agent has let go of it, because it was answered or because it was lost. */
  async closed(gate: Gate): Promise<void> {
    // What is asked only after it was closed would wait for ever.
    await this.#asked.get(gate.id);
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

type AlwaysAllowed = Extract<GateState, { kind: 'permission' }>;

function isAlways(gate: GateState): gate is AlwaysAllowed {
  return gate.kind === 'permission' && gate.answer?.answer === PermissionAnswer.ALWAYS;
}

function replyOf(gate: GateState): GateReply {
  if (gate.kind === 'question') return { kind: 'answers', answers: gate.answer?.map(({ choices }) => choices) ?? [] };
  const { answer, feedback } = gate.answer ?? { answer: PermissionAnswer.REJECT };
  // The runtime would forget an "always" with its process, and could not be told to take it back: Podium remembers it.
  if (answer !== PermissionAnswer.REJECT) return { kind: 'permission', reply: 'once' };
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
