import type { Outcome } from '@podium/event-sourcing';
import type { Usage } from '@podium/proto';
import type { StopSession } from '../domain/commands.ts';
import { excessOf, type SessionLimits } from '../domain/limits.ts';
import type { ExceedLimit } from '../domain/limit-decisions.ts';
import type { Running, SessionState } from '../domain/session.ts';
import type { SuspendSession } from '../domain/suspend.ts';
import { nothingUsed } from '../domain/usage.ts';
import { workedMs } from '../domain/work-clock.ts';
import type { ProgressView, RunProgress } from '../opencode/run-progress.ts';
import type { Sleep } from './sleeps.ts';

/** What a watchdog may do with its session. */
export interface WatchedSession {
  state(): Promise<SessionState>;
  /** What holds for the session now: a limit that is raised meanwhile counts. */
  limits(): Promise<SessionLimits>;
  /** Times in which this process did not run, until one. */
  sleeps(nowMs: number): readonly Sleep[];
  /** Whether the project's budget is used up, with what the turn that runs has used until now. */
  isOverBudget(used: Used): Promise<boolean>;
  command(command: Omit<ExceedLimit, 'owner'> | Omit<SuspendSession, 'owner'> | OverBudget): Promise<Outcome>;
  /** Told once when the session can't be looked at, the log or the tables being away; the run goes on. */
  couldNotLook(error: unknown): void;
}

type Used = Pick<RunProgress, 'tokens' | 'costUsd'>;
type OverBudget = Pick<StopSession, 'kind' | 'taskId' | 'reason'>;

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
  #costedMessages = 0;
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
    const state = await this.#awake(nowMs);
    if (state?.kind !== 'running') return;
    const { clock, tries } = state.work;
    const { lastSignMs, ...used } = view.progress(tries.firstMessageId ?? state.run.runtimeMessageId);
    const { workingSinceMs } = clock;
    const idleMs = workingSinceMs === null ? 0 : nowMs - Math.max(workingSinceMs, lastSignMs);
    const excess = excessOf(await this.#session.limits(), { ...used, idleMs, workedMs: workedMs(clock, nowMs) });
    if (excess) await this.#session.command({ kind: 'exceed-limit', excess });
    else await this.#checkBudget(view, state);
  }

  /** The state without the time that was slept away; undefined where that can't be told. */
  async #awake(nowMs: number): Promise<SessionState | undefined> {
    const state = await this.#session.state();
    if (state.kind !== 'running') return state;
    const sinceMs = state.work.clock.workingSinceMs;
    const sleeps = this.#session.sleeps(nowMs).filter(({ untilMs }) => sinceMs !== null && untilMs > sinceMs);
    for (const sleep of sleeps) {
      const outcome = await this.#session.command({ kind: 'suspend', ...sleep });
      if (outcome.kind === 'rejected') return undefined;
    }
    return sleeps.length > 0 ? this.#session.state() : state;
  }

  /** What a turn uses is in the log only when it ends, and one that loops does not. Only an answer more costs more. */
  async #checkBudget(view: ProgressView, { work, run }: Running): Promise<void> {
    if (view.messageCount === this.#costedMessages) return;
    const { tokens, costUsd } = view.progress(run.runtimeMessageId);
    const spent = work.turn?.spent ?? nothingUsed;
    const used = { tokens: tokens + tokensOf(spent), costUsd: costUsd + spent.costUsd };
    if (await this.#session.isOverBudget(used)) {
      await this.#session.command({ kind: 'stop', taskId: work.taskId, reason: 'budget_exceeded' });
    }
    this.#costedMessages = view.messageCount;
  }
}

function tokensOf({ inputTokens, outputTokens, cachedTokens }: Usage): number {
  return inputTokens + outputTokens + cachedTokens;
}
