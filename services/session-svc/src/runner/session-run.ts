import { setTimeout as pause } from 'node:timers/promises';
import { causedBy, derivedId, type Outcome } from '@podium/event-sourcing';
import { projectIdOf, type EventEnvelope, type Usage } from '@podium/proto';
import type { EndSession, SessionCommand } from '../domain/commands.ts';
import type { Run, SessionState, Work } from '../domain/session.ts';
import { newMessageId } from '../opencode/message-id.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { stopRun } from '../opencode/stop-run.ts';
import { sessionAggregate } from '../session-aggregate.ts';
import { endingAfterError, endingOf, interruptedForGood, nothingUsed, usageOf } from './ending.ts';
import { followIntoOutput } from './follow-into-output.ts';
import { GateKeeper, type GatedSession } from './gate-keeper.ts';
import { modelOf } from './model.ts';
import { OutputWriter } from './output-writer.ts';
import type { ReadyPod } from './pod-access.ts';
import type { SessionRunTools } from './session-run-tools.ts';
import type { SessionSignal } from './session-signals.ts';

/** How often a prompt is sent, continuations included, before a session that is cut off again and again fails. */
const maxAttempts = 5;
/** How long to wait before a pod that does not answer is tried again. */
const retryMilliseconds = 1_000;

/** How an owner left the session. */
export type RunResult = 'ended' | 'ended before' | 'left to another owner';

type Live = Extract<SessionState, { work: Work }>;
type Running = Extract<SessionState, { run: Run }>;

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
  readonly #drain: AbortSignal;
  readonly #projectId: string;
  readonly #sessionId: string;
  #look = new AbortController();
  #hasOwned = false;
  /** Generation of the project's pod that the step talks to, and the last one that is known to be over. */
  #pod = 0;
  #podOver = 0;

  constructor(
    tools: SessionRunTools,
    work: EventEnvelope<'podium.session.v1.SessionRunRequested'>,
    owner: string,
    drain: AbortSignal,
  ) {
    this.#tools = tools;
    this.#work = work;
    this.#owner = owner;
    this.#drain = drain;
    this.#projectId = projectIdOf(work);
    this.#sessionId = work.data.sessionId;
  }

  /** @throws the drain signal's reason when this process is closing: the session is left to the next owner. */
  async toItsEnd(): Promise<RunResult> {
    const stopListening = this.#tools.signals.listen(this.#sessionId, (signal) => {
      if (!signal || isEnd(signal)) this.#look.abort();
    });
    const stopListeningToPod = this.#tools.signals.listenToPod(this.#projectId, (generation) => {
      this.#podOver = Math.max(this.#podOver, generation);
      if (this.#pod > 0 && this.#pod <= this.#podOver) this.#look.abort();
    });
    try {
      if (!('work' in (await this.#state()))) return 'ended before';
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
      if (!('work' in state)) return 'ended';
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

  #wasFenced(state: Live): boolean {
    return this.#hasOwned && 'run' in state && state.run.owner !== this.#owner;
  }

  async #step(state: Live, writer: OutputWriter): Promise<void> {
    if (state.kind === 'queued') throw new Error('A work message came before the session was admitted');
    if (state.kind === 'pending') return this.#startFresh(state, await this.#openCode(), writer);
    if (state.run.owner !== this.#owner) return this.#takeOver();
    if (state.kind === 'stopping') return this.#stop(state, writer);
    return this.#follow(state, await this.#openCode(), writer);
  }

  /** The fact comes first, then the prompt: whoever comes next knows what to look for. */
  async #startFresh(state: Live, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    const { id } = await client.createSession({ title: state.work.title });
    await this.#start(id, client, writer);
  }

  async #start(runtimeSessionId: string, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    const model = modelOf(await client.defaultModel());
    const runtimeMessageId = newMessageId();
    const outcome = await this.#command(
      { kind: 'start', sessionId: this.#sessionId, owner: this.#owner, runtimeSessionId, runtimeMessageId, model },
      runtimeMessageId,
    );
    if (outcome.kind !== 'accepted') return;
    this.#hasOwned = true;
    writer.say(`started:${runtimeMessageId}`, `${model.label} is at work.`);
  }

  async #takeOver(): Promise<void> {
    const command = { kind: 'take-over', sessionId: this.#sessionId, owner: this.#owner } as const;
    const outcome = await this.#command(command, this.#owner);
    if (outcome.kind === 'accepted') this.#hasOwned = true;
  }

  async #follow(state: Running, client: OpenCodeClient, writer: OutputWriter): Promise<void> {
    const { runtimeSessionId, attempt } = state.run;
    if (!(await client.getSession(runtimeSessionId))) return this.#startFresh(state, client, writer);
    const gates = new GateKeeper(this.#gated(), client, writer);
    const outcome = await followIntoOutput(client, state, writer, this.#signal(), gates);
    const ending = endingOf(outcome);
    if (ending) return this.#end(ending, usageOf(outcome), writer);
    if (attempt >= maxAttempts) return this.#end(interruptedForGood(attempt), usageOf(outcome), writer);
    writer.say(`interrupted:${attempt}`, 'The agent was interrupted and goes on.');
    await this.#start(runtimeSessionId, client, writer);
  }

  /** Nothing runs in a pod that is not there; else the run is aborted for certain before the fact says so. */
  async #stop(state: Running, writer: OutputWriter): Promise<void> {
    const pod = await this.#tools.pods.current(this.#projectId, this.#podOver);
    const usage = pod ? await this.#abort(state, this.#clientOf(pod), writer) : nothingUsed;
    const ending = { kind: 'completed', summary: '' } as const;
    // A deleted project's output is removed, and nothing is added to it any more.
    const isDeleted = state.kind === 'stopping' && state.stopReason === 'project_deleted';
    if (isDeleted) return this.#recordEnd(ending, usage, writer);
    writer.say('stopped', 'Stopped.');
    await this.#end(ending, usage, writer, 'cancelled');
  }

  async #abort(state: Running, client: OpenCodeClient, writer: OutputWriter): Promise<Usage> {
    const { runtimeSessionId: sessionId, runtimeMessageId: messageId } = state.run;
    if (!(await client.getSession(sessionId))) return nothingUsed;
    await stopRun({ client, sessionId, messageId, signal: this.#drain });
    if (!(await client.hasMessage(sessionId, messageId))) return nothingUsed;
    return usageOf(await followIntoOutput(client, state, writer, this.#signal()));
  }

  async #end(
    ending: EndSession['ending'],
    usage: Usage,
    writer: OutputWriter,
    how: string = ending.kind,
  ): Promise<void> {
    writer.done(how);
    await writer.flush();
    if (!writer.failure) await this.#recordEnd(ending, usage, writer);
  }

  async #recordEnd(ending: EndSession['ending'], usage: Usage, { chunks }: OutputWriter): Promise<void> {
    const tally = { usage, outputChunks: chunks };
    await this.#command({ kind: 'end', sessionId: this.#sessionId, owner: this.#owner, ending, tally }, 'end');
  }

  /** A pod that does not answer is asked again; what can't get better by itself fails the session. */
  async #recover(error: unknown, writer: OutputWriter): Promise<void> {
    const ending = endingAfterError(error);
    this.#tools.logger.warn({ err: error, sessionId: this.#sessionId, fatal: Boolean(ending) }, 'Session step failed');
    if (!ending) {
      await pause(retryMilliseconds);
      return;
    }
    if (ending.kind === 'failed') writer.complain(ending.reason, ending.message);
    await this.#end(ending, nothingUsed, writer);
  }

  async #openCode(): Promise<OpenCodeClient> {
    return this.#clientOf(await this.#tools.pods.ready(this.#work, this.#projectId, this.#signal(), this.#podOver));
  }

  #clientOf(pod: ReadyPod): OpenCodeClient {
    this.#pod = pod.generation;
    if (pod.generation <= this.#podOver) this.#look.abort();
    return this.#tools.openCode(this.#projectId, pod);
  }

  #gated(): GatedSession {
    return {
      signal: this.#signal(),
      command: (command) =>
        this.#command({ ...command, sessionId: this.#sessionId, owner: this.#owner }, command.gateId),
      state: () => this.#state(),
      listen: (listener) => this.#tools.signals.listen(this.#sessionId, listener),
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

function isEnd({ type }: SessionSignal): boolean {
  return type === 'podium.session.v1.SessionStopping' || type === 'podium.session.v1.SessionCancelled';
}
