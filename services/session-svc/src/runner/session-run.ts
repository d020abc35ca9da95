import { setTimeout as pause } from 'node:timers/promises';
import { causedBy, derivedId, type Outcome } from '@podium/event-sourcing';
import { projectIdOf, type EventEnvelope } from '@podium/proto';
import type { SessionCommand } from '../domain/commands.ts';
import type { Running, SessionState } from '../domain/session.ts';
import type { AgentContact } from '../opencode/event-stream.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { abortRun } from './abort-run.ts';
import { endingAfterError } from './ending.ts';
import { Endings, isOver, type Tried } from './endings.ts';
import { gatedSession } from './gating.ts';
import { OutputWriter } from './output-writer.ts';
import type { ReadyPod } from './pod-access.ts';
import type { SessionOwner } from './session-owner.ts';
import type { SessionRunTools } from './session-run-tools.ts';
import { changesTheStep } from './session-signals.ts';
import { noResult, type TurnResult } from './turn-result.ts';
import { Turns } from './turns.ts';
import type { RunPart } from './run-part.ts';
import { watchedSession } from './watching.ts';

/** How long to wait before a pod that does not answer is tried again. */
const retryMilliseconds = 1_000;

/** How an owner left the session. */
export type RunResult = 'ended' | 'ended before' | 'left to another owner';

/**
 * One owner's part in one session: from wherever the session is to its end.
 *
 * Each round reads the state from the log, takes the one step that the state calls for, and writes what came of it.
 * A stop, an end, a new owner or the end of the pod aborts the step, never the loop: the next round sees what happened.
 */
export class SessionRun {
  readonly #tools: SessionRunTools;
  readonly #work: EventEnvelope<'podium.session.v1.SessionRunRequested'>;
  readonly #owner: string;
  readonly #contact: AgentContact;
  readonly #drain: AbortSignal;
  readonly #projectId: string;
  readonly #sessionId: string;
  readonly #turns: Turns;
  readonly #endings: Endings;
  readonly #ids: { readonly sessionId: string; readonly owner: string };
  #look = new AbortController();
  #hasOwned = false;
  /** Generation of the project's pod that the step talks to, and the last one that is known to be over. */
  #pod = 0;
  #podOver = 0;

  constructor(
    tools: SessionRunTools,
    work: EventEnvelope<'podium.session.v1.SessionRunRequested'>,
    { owner, contact, drain }: SessionOwner,
  ) {
    this.#tools = tools;
    this.#work = work;
    this.#owner = owner;
    this.#contact = contact;
    this.#drain = drain;
    this.#projectId = projectIdOf(work);
    this.#sessionId = work.data.sessionId;
    this.#ids = { sessionId: this.#sessionId, owner };
    this.#endings = new Endings({
      ids: this.#ids,
      tryKey: work.id,
      retries: tools.retries,
      state: () => this.#state(),
      command: (command, key) => this.#command(command, key),
    });
    this.#turns = this.#newTurns();
  }

  /** @throws the drain signal's reason when this process is closing: the session is left to the next owner. */
  async toItsEnd(): Promise<RunResult> {
    const stopListening = this.#tools.signals.listen(this.#sessionId, (signal) => {
      if (!signal || changesTheStep(signal)) this.#look.abort();
    });
    const stopListeningToPod = this.#tools.signals.listenToPod(this.#projectId, (generation) => {
      this.#podOver = Math.max(this.#podOver, generation);
      if (this.#pod === 0 || this.#pod > this.#podOver) return;
      this.#contact.lost();
      this.#look.abort();
    });
    try {
      if (isOver(await this.#state(), this.#work)) return 'ended before';
      for (;;) {
        const result = await this.#withWriter((writer) => this.#rounds(writer));
        if (result !== 'output lost') return result;
        await pause(retryMilliseconds);
      }
    } finally {
      stopListening();
      stopListeningToPod();
    }
  }

  async #withWriter<T>(work: (writer: OutputWriter) => Promise<T>): Promise<T> {
    const writer = await OutputWriter.open(this.#tools.output, this.#projectId, this.#sessionId, () =>
      this.#look.abort(),
    );
    try {
      return await work(writer);
    } finally {
      await writer.close();
    }
  }

  async #rounds(writer: OutputWriter): Promise<RunResult | 'output lost'> {
    for (;;) {
      this.#drain.throwIfAborted();
      this.#look = new AbortController();
      this.#pod = 0;
      const state = await this.#state();
      if (isOver(state, this.#work)) return 'ended';
      if (this.#wasFenced(state)) return 'left to another owner';
      // Who takes a session over says so before writing: as long as nobody did, the output was removed, not continued.
      if (writer.failure) return this.#hasOwned ? 'output lost' : 'left to another owner';
      try {
        await this.#step(state, writer);
      } catch (error) {
        this.#drain.throwIfAborted();
        if (this.#look.signal.aborted) continue;
        await this.#recover(error, writer);
      }
    }
  }

  #wasFenced(state: Tried): boolean {
    return this.#hasOwned && 'run' in state && state.run.owner !== this.#owner;
  }

  async #step(state: Tried, writer: OutputWriter): Promise<void> {
    if (state.kind === 'queued') throw new Error('A work message came before the session was admitted');
    if (state.kind === 'pending') return this.#turns.begin(state, await this.#openCode(), writer);
    if (state.run.owner !== this.#owner) return this.#takeOver();
    if (state.kind === 'stopping') return this.#stop(state, writer);
    return this.#turns.goOn(state, () => this.#openCode(), writer);
  }

  async #takeOver(): Promise<void> {
    const command = { kind: 'take-over', ...this.#ids } as const;
    const outcome = await this.#command(command, this.#owner);
    if (outcome.kind !== 'accepted') return;
    this.#hasOwned = true;
    this.#contact.lost();
  }

  /** The run is aborted for certain before the fact says so. */
  async #stop(state: Extract<Running, { kind: 'stopping' }>, writer: OutputWriter): Promise<void> {
    const result = await this.#abort(state, writer);
    const ending = { kind: 'completed', summary: '' } as const;
    // A deleted project's output is removed, and nothing is added to it any more.
    if (state.stopReason === 'project_deleted') return this.#endings.record(ending, result, writer);
    const exceeded = state.stopMessage;
    if (exceeded) writer.complain('limit', exceeded);
    else writer.say('stopped', 'Stopped.');
    await this.#endings.end(ending, result, writer, exceeded ? 'failed' : 'cancelled');
  }

  /** A pod that does not answer is asked again; what can't get better by itself fails the session. */
  async #recover(error: unknown, writer: OutputWriter): Promise<void> {
    const ending = endingAfterError(error);
    this.#tools.logger.warn({ err: error, sessionId: this.#sessionId, fatal: Boolean(ending) }, 'Session step failed');
    if (!ending) {
      this.#contact.lost();
      await pause(retryMilliseconds);
      return;
    }
    const result = await this.#abortLeftOver(writer);
    if (this.#look.signal.aborted) return;
    if (ending.kind === 'failed') writer.complain(ending.reason, ending.message);
    await this.#endings.end(ending, result, writer);
  }

  /** What this owner can't follow any more is not to go on alone, nor beside the next try. */
  async #abortLeftOver(writer: OutputWriter): Promise<TurnResult> {
    const state = await this.#state();
    if (state.kind !== 'running' || state.run.owner !== this.#owner) return noResult;
    try {
      return await this.#abort(state, writer);
    } catch (error) {
      this.#drain.throwIfAborted();
      this.#tools.logger.warn({ err: error, sessionId: this.#sessionId }, 'What a failed step left over did not stop');
      return noResult;
    }
  }

  /** Nothing runs in a pod that is not there. */
  async #abort(state: Running, writer: OutputWriter): Promise<TurnResult> {
    const pod = await this.#tools.pods.current(this.#projectId, this.#podOver);
    if (!pod) return noResult;
    const client = this.#clientOf(pod);
    const { workspace } = this.#tools;
    const ours = { projectId: this.#projectId, sessionId: this.#sessionId };
    const output = { writer, withCompany: workspace.withCompany(ours, state) };
    const outcome = await abortRun(client, state, output, { drain: this.#drain, any: this.#signal() });
    return outcome ? workspace.resultOf(client, ours, state, outcome) : noResult;
  }

  async #openCode(): Promise<OpenCodeClient> {
    return this.#clientOf(await this.#tools.pods.ready(this.#work, this.#projectId, this.#signal(), this.#podOver));
  }

  #clientOf(pod: ReadyPod): OpenCodeClient {
    this.#pod = pod.generation;
    if (pod.generation <= this.#podOver) this.#look.abort();
    return this.#tools.openCode(this.#projectId, pod, this.#contact);
  }

  #newTurns(): Turns {
    return new Turns({
      projectId: this.#projectId,
      sessionId: this.#sessionId,
      owner: this.#owner,
      drain: this.#drain,
      sender: this.#tools.sender,
      workspace: this.#tools.workspace,
      signal: () => this.#signal(),
      gated: () => gatedSession(this.#tools, this.#part(), this.#signal()),
      watched: () => watchedSession(this.#tools, this.#part()),
      command: (command, key) => this.#command(command, key),
      earlier: async (sessionId) => (await this.#tools.sessions.state(sessionAggregate(this.#work, sessionId))).state,
      begun: () => {
        this.#hasOwned = true;
      },
      end: (ending, result, writer) => this.#endings.end(ending, result, writer),
    });
  }

  /** What those who watch the run need of it. */
  #part(): RunPart {
    return {
      work: this.#work,
      ids: this.#ids,
      state: () => this.#state(),
      command: (command, key) => this.#command(command, key),
    };
  }

  #signal(): AbortSignal {
    return AbortSignal.any([this.#look.signal, this.#drain]);
  }

  async #state(): Promise<SessionState> {
    return (await this.#tools.sessions.state(sessionAggregate(this.#work, this.#sessionId))).state;
  }

  #command(command: SessionCommand, key: string): Promise<Outcome> {
    return this.#tools.sessions.handle(sessionAggregate(this.#work, this.#sessionId), command, {
      ...causedBy(this.#work),
      key: derivedId(this.#work.id, command.kind, key),
    });
  }
}
