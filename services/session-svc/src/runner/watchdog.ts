import type { Outcome } from '@podium/event-sourcing';
import { excessOf, type SessionLimits } from '../domain/limits.ts';
import type { ExceedLimit } from '../domain/limit-decisions.ts';
import type { SessionState } from '../domain/session.ts';
import { workedMs } from '../domain/work-clock.ts';
import type { ProgressView } from '../opencode/run-progress.ts';

/** What a watchdog may do with its session. */
export interface WatchedSession {
  state(): Promise<SessionState>;
  /** What holds for the session now: a limit that is raised meanwhile counts. */
  limits(): Promise<SessionLimits>;
  command(command: Omit<ExceedLimit, 'owner'>): Promise<Outcome>;
  /** Told once when the session can't be looked at, the log or the tables being away; the run goes on. */
  couldNotLook(error: unknown): void;
}

/** How often a session is looked at, beside each time that a message more is there. */
const intervalMilliseconds = 1_000;

/**
 * Watches one run: a session that takes more than its project allows is stopped, with a fact first. It counts from the
 * log and from what the runtime knows, so that a session can't escape by changing its owner.
 */
export class Watchdog {
  readonly #session: WatchedSession;
  #lookedAtMs = 0;
  #messageCount = 0;
  #isBlind = false;

  constructor(session: WatchedSession) {
    this.#session = session;
  }

  /** Cheap enough to be called with every piece of output. */
  async look(view: ProgressView, nowMs: number = Date.now()): Promise<void> {
    const isDue = nowMs - this.#lookedAtMs >= intervalMilliseconds;
    if (!isDue && view.messageCount === this.#messageCount) return;
    this.#lookedAtMs = nowMs;
    this.#messageCount = view.messageCount;
    try {
      await this.#check(view, nowMs);
      this.#isBlind = false;
    } catch (error) {
      if (!this.#isBlind) this.#session.couldNotLook(error);
      this.#isBlind = true;
    }
  }

  async #check(view: ProgressView, nowMs: number): Promise<void> {
    const state = await this.#session.state();
    if (state.kind !== 'running') return;
    const { clock, tries } = state.work;
    const { lastSignMs, ...used } = view.progress(tries.firstMessageId ?? state.run.runtimeMessageId);
    const { workingSinceMs } = clock;
    const idleMs = workingSinceMs === null ? 0 : nowMs - Math.max(workingSinceMs, lastSignMs);
    const excess = excessOf(await this.#session.limits(), { ...used, idleMs, workedMs: workedMs(clock, nowMs) });
    if (excess) await this.#session.command({ kind: 'exceed-limit', excess });
  }
}
