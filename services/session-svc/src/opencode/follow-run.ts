import { classifyEnding, type RunEnding } from './classify-ending.ts';
import { declineGate, GateBook, pendingGates, type Gate } from './gates.ts';
import { Inbox } from './inbox.ts';
import type { OpenCodeClient } from './open-code-client.ts';
import { isOpenCodeError } from './open-code-error.ts';
import type { AssistantMessage, Message, OpenCodeEvent } from './open-code-types.ts';
import { RunOutput, type OutputPiece, type Written } from './run-output.ts';
import type { ProgressView } from './run-progress.ts';
import { RunRecord } from './run-record.ts';
import { summariseRun, type RunSummary } from './run-summary.ts';

export interface FollowRunOptions {
  readonly client: OpenCodeClient;
  readonly sessionId: string;
  /** Our user message, sent or about to be sent in `onConnected`. */
  readonly messageId: string;
  /** Gets each piece once and in order, and is awaited. What it throws ends the following, and only that. */
  readonly sink: (piece: OutputPiece) => Promise<void> | void;
  /** Ends the following, not the run. */
  readonly signal: AbortSignal;
  /** What earlier owners wrote. It is kept up to date. */
  readonly written: Written;
  /** Called once, as soon as events come: the place to send the prompt so that no delta of it is missed. */
  readonly onConnected?: () => Promise<void>;
  /** Called once for each gate of the run that opens or is found open; not awaited. Default: {@link declineGate}. */
  readonly onGate?: (gate: Gate) => Promise<void>;
  /** Called at least once a second while the agent is at work, and awaited. What it throws ends the following. */
  readonly onProgress?: (view: ProgressView) => Promise<void>;
  /** Called when a gate was settled, by whomever. */
  readonly onGateClosed?: (gate: Gate) => Promise<void>;
}

export interface RunOutcome extends RunSummary {
  readonly ending: Exclude<RunEnding, { kind: 'running' }>;
  /** When something last came of it, in epoch milliseconds; 0 where nothing has. */
  readonly lastSignMs: number;
}

const busyCheckMs = 15_000;
const idleCheckMs = 300;
const tickMs = 1_000;

/**
 * Follows a run until its end, from wherever it is: a new owner or a cut stream leaves neither a gap nor a repeat.
 * Errors: `OpenCodeError` when the server cannot be reached for long (`unreachable`) or has no such session
 * (`not_found`); what `sink`, `onConnected` or `onGate` throw; the signal's reason.
 */
export function followRun(options: FollowRunOptions): Promise<RunOutcome> {
  return new Follower(options).follow();
}

class Follower {
  private readonly options: FollowRunOptions;
  private readonly record: RunRecord;
  private readonly output: RunOutput;
  private readonly gates: GateBook;
  private connected = false;
  private checkAtMs = Infinity;
  private idleSinceMs: number | undefined;
  private gateFailure: { readonly error: unknown } | undefined;

  constructor(options: FollowRunOptions) {
    this.options = options;
    this.record = new RunRecord(options.sessionId, options.messageId);
    this.output = new RunOutput(this.record, options.written, options.client.directory);
    this.gates = new GateBook((sessionId) => this.record.isOurs(sessionId));
  }

  async follow(): Promise<RunOutcome> {
    const { client, signal } = this.options;
    const done = new AbortController();
    const inbox = new Inbox(client.events(AbortSignal.any([signal, done.signal])));
    try {
      for (;;) {
        const { items } = await inbox.take(Math.max(0, Math.min(tickMs, this.checkAtMs - Date.now())));
        signal.throwIfAborted();
        if (this.gateFailure) throw this.gateFailure.error;
        for (const event of items) await this.take(event);
        const isChecked = Date.now() >= this.checkAtMs && (await this.check());
        this.announceGates();
        await this.write();
        if (this.isAtWork()) await this.options.onProgress?.(this.record);
        const ending = isChecked ? this.ending() : undefined;
        if (ending && ending.kind !== 'running') return await this.finish(ending);
      }
    } finally {
      done.abort();
    }
  }

  private async take(event: OpenCodeEvent): Promise<void> {
    if (event.type === 'stream.connected' || event.type === 'stream.reconnected') {
      this.record.loseOpenParts();
      this.checkAtMs = 0;
      if (!this.connected) await this.options.onConnected?.();
      this.connected = true;
      return;
    }
    this.record.apply(event);
    this.gates.apply(event);
    const isAboutRun =
      event.type === 'session.status' || event.type === 'session.idle' || event.type === 'session.error';
    if (!isAboutRun || event.properties.sessionID !== this.options.sessionId) return;
    if (this.record.status.type === 'idle') this.checkAtMs = 0;
    else this.idleSinceMs = undefined;
  }

  /** Fetches all that events may have missed. Returns whether it could. */
  private async check(): Promise<boolean> {
    try {
      await this.fetchAll();
    } catch (error) {
      // The event stream notices too, goes on trying, and is what gives up in the end.
      if (!isOpenCodeError(error, 'unreachable')) throw error;
      this.idleSinceMs = undefined;
      this.checkAtMs = Date.now() + tickMs;
      return false;
    }
    const isIdle = this.record.status.type === 'idle';
    this.idleSinceMs = isIdle ? (this.idleSinceMs ?? Date.now()) : undefined;
    this.checkAtMs = Date.now() + (isIdle ? idleCheckMs : busyCheckMs);
    return true;
  }

  private async fetchAll(): Promise<void> {
    const { client, sessionId } = this.options;
    // The status first: if it is idle, the messages that are read after it are those of the finished run.
    this.record.setStatus(await client.status(sessionId));
    await this.fetchSession(sessionId);
    this.gates.applySnapshot(await pendingGates(client));
  }

  private async fetchSession(sessionId: string): Promise<void> {
    const { client } = this.options;
    this.record.applySnapshot(await client.messages(sessionId));
    for (const child of await client.children(sessionId)) {
      this.record.adopt(child.id);
      await this.fetchSession(child.id);
    }
  }

  private async write(): Promise<void> {
    for (const piece of this.output.pending()) await this.writePiece(piece);
  }

  private async writePiece(piece: OutputPiece): Promise<void> {
    await this.options.sink(piece);
    this.options.written.set(piece.partId, piece.partOffset + piece.text.length);
  }

  /** An agent that was cut off is not: whatever has passed since is nothing that it took. */
  private isAtWork(): boolean {
    return this.connected && this.record.status.type !== 'idle';
  }

  private announceGates(): void {
    const { client, onGate = (gate: Gate) => declineGate(client, gate), onGateClosed } = this.options;
    for (const { change, gate } of this.gates.takeChanges()) {
      const call = change === 'opened' ? onGate(gate) : onGateClosed?.(gate);
      call?.catch((error: unknown) => (this.gateFailure ??= { error }));
    }
  }

  private ending(): RunEnding {
    const { status, hasPrompt, sessionError } = this.record;
    const messages = this.record.runMessages().map((info): Message<AssistantMessage> => ({
      info,
      parts: this.record.partsOf(info.id).map(({ part }) => part),
    }));
    const idleForMs = this.idleSinceMs === undefined ? 0 : Date.now() - this.idleSinceMs;
    return classifyEnding({ status, idleForMs, hasPrompt, messages, ...(sessionError ? { sessionError } : {}) });
  }

  private async finish(ending: RunOutcome['ending']): Promise<RunOutcome> {
    this.record.close();
    await this.write();
    const partId = `${this.options.messageId}:error`;
    if (ending.kind === 'failed' && !this.options.written.has(partId)) {
      await this.writePiece({ kind: 'error', text: ending.message, partId, partOffset: 0 });
    }
    const { lastSignMs } = this.record.progress(this.options.messageId);
    return { ending, lastSignMs, ...summariseRun(this.record, this.options.client.directory) };
  }
}
