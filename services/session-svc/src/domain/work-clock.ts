import type { RecordedFact } from '@podium/proto';

/** How long an agent has worked in a session, without the time that it waited for people, a slot, its next try, a runtime that was away, or a machine that slept. */
export interface WorkClock {
  /** Of the stretches that are over. */
  readonly workedMs: number;
  /** When the present stretch began, in epoch milliseconds; null while the agent does not work. */
  readonly workingSinceMs: number | null;
  /** Gates that it waits for. */
  readonly waitsFor: ReadonlySet<string>;
}

export const stoppedClock: WorkClock = { workedMs: 0, workingSinceMs: null, waitsFor: new Set() };

/** Folds one fact into the clock; the same object where it changes nothing. */
export function evolveClock(clock: WorkClock, fact: RecordedFact): WorkClock {
  const atMs = Date.parse(fact.time);
  switch (fact.type) {
    case 'podium.session.v1.SessionStarted': {
      const { cutOffAt } = fact.data;
      const before = cutOffAt === undefined ? clock : halted(clock, Math.min(Date.parse(cutOffAt), atMs));
      return running({ ...before, waitsFor: new Set() }, atMs);
    }
    case 'podium.session.v1.PromptSent':
      return running({ ...clock, waitsFor: new Set() }, atMs);
    case 'podium.session.v1.PermissionAsked':
    case 'podium.session.v1.QuestionAsked':
      return { ...halted(clock, atMs), waitsFor: new Set([...clock.waitsFor, fact.data.gateId]) };
    case 'podium.session.v1.PermissionAnswered':
    case 'podium.session.v1.QuestionAnswered':
    case 'podium.session.v1.GateClosed': {
      if (!clock.waitsFor.has(fact.data.gateId)) return clock;
      const waitsFor = new Set([...clock.waitsFor].filter((id) => id !== fact.data.gateId));
      return waitsFor.size > 0 ? { ...clock, waitsFor } : running({ ...clock, waitsFor }, atMs);
    }
    case 'podium.session.v1.SessionSuspended': {
      if (clock.workingSinceMs === null) return clock;
      const [fromMs, untilMs] = [Date.parse(fact.data.suspendedAt), Date.parse(fact.data.resumedAt)];
      return running(halted(clock, Math.min(fromMs, untilMs)), Math.max(clock.workingSinceMs, untilMs));
    }
    case 'podium.session.v1.SessionRetryScheduled':
      return { ...halted(clock, atMs), waitsFor: new Set() };
    default:
      return clock;
  }
}

/** How long the agent has worked until a time, in milliseconds. */
export function workedMs({ workedMs: past, workingSinceMs }: WorkClock, nowMs: number): number {
  return past + (workingSinceMs === null ? 0 : Math.max(0, nowMs - workingSinceMs));
}

function running(clock: WorkClock, atMs: number): WorkClock {
  return clock.workingSinceMs === null ? { ...clock, workingSinceMs: atMs } : clock;
}

function halted(clock: WorkClock, atMs: number): WorkClock {
  return { ...clock, workedMs: workedMs(clock, atMs), workingSinceMs: null };
}
