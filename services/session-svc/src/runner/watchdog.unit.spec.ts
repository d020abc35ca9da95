import { describe, expect, it } from '@jest/globals';
import { fact, isRejected, type NewFact } from '@podium/event-sourcing';
import { SessionPhase, type RecordedFact } from '@podium/proto';
import type { SessionLimits } from '../domain/limits.ts';
import { evolveSession, initialSession, type SessionState } from '../domain/session.ts';
import { suspendSession, type SuspendSession } from '../domain/suspend.ts';
import type { ProgressView, RunProgress } from '../opencode/run-progress.ts';
import type { Sleep } from './sleeps.ts';
import { Watchdog, type WatchedSession } from './watchdog.ts';

const ids = { sessionId: 's1', taskId: 't1' };
const model = { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo', scripted: true };
const begun: [number, NewFact][] = [
  [
    0,
    fact('podium.session.v1.SessionQueued', {
      ...ids,
      title: 'A task',
      prompt: 'Do it',
      requestedBy: 'user:ann',
      phase: SessionPhase.IMPLEMENTATION,
      priority: 'SESSION_PRIORITY_MEDIUM',
    }),
  ],
  [0, fact('podium.session.v1.SessionAdmitted', ids)],
  [
    0,
    fact('podium.session.v1.SessionStarted', {
      ...ids,
      attempt: 1,
      owner: 'a',
      runtimeSessionId: 'ses_1',
      runtimeMessageId: 'msg_1',
      model,
    }),
  ],
];
const asked = fact('podium.session.v1.PermissionAsked', {
  ...ids,
  gateId: 'g',
  action: 'bash',
  patterns: [],
  always: [],
});

/** The state after facts at minutes. */
function after(...facts: [number, NewFact][]): SessionState {
  return [...begun, ...facts].reduce((state: SessionState, [minute, each], index) => {
    const time = new Date(minute * 60_000).toISOString();
    return evolveSession(state, { ...each, id: String(index), time, actor: 'service:test' } as RecordedFact);
  }, initialSession);
}

const none: SessionLimits = { minutes: 0, idleMinutes: 0, steps: 0, tokens: 0, costUsd: 0 };
const little: RunProgress = { steps: 1, tokens: 0, costUsd: 0, lastSignMs: 0 };

class Session implements WatchedSession {
  readonly exceeded: string[] = [];
  readonly blind: unknown[] = [];
  limit: SessionLimits | Error = none;
  now: SessionState = after();
  state = async (): Promise<SessionState> => this.now;
  limits = async (): Promise<SessionLimits> => {
    if (this.limit instanceof Error) throw this.limit;
    return this.limit;
  };
  slept: Sleep[] = [];
  budget = { tokens: Infinity, costUsd: Infinity };
  sleeps = (): readonly Sleep[] => this.slept;
  isOverBudget: WatchedSession['isOverBudget'] = async ({ tokens, costUsd }) =>
    tokens >= this.budget.tokens || costUsd >= this.budget.costUsd;
  command: WatchedSession['command'] = async (command) => {
    if (command.kind === 'exceed-limit') this.exceeded.push(command.excess.reason);
    else if (command.kind === 'stop') this.exceeded.push(command.reason);
    else this.#suspend(command);
    return { kind: 'unchanged', position: 1 };
  };
  couldNotLook = (error: unknown): void => void this.blind.push(error);

  /** As the command handler does it. */
  #suspend(command: Omit<SuspendSession, 'owner'>): void {
    const decided = suspendSession(this.now, { ...command, owner: 'a', ...ids });
    if (isRejected(decided)) throw new Error('It was refused');
    for (const each of decided) {
      const recorded = { ...each, id: 'f', time: new Date(command.untilMs).toISOString(), actor: 'service:test' };
      this.now = evolveSession(this.now, recorded as RecordedFact);
    }
  }
}

function view(progress: Partial<RunProgress> = {}, messageCount = 1): ProgressView {
  return { messageCount, progress: () => ({ ...little, ...progress }) };
}

const minute = (minutes: number): number => minutes * 60_000;

describe('a watchdog', () => {
  it('counts what the runtime knows, as soon as there is a message more', async () => {
    const session = new Session();
    session.limit = { ...none, steps: 2 };
    const watchdog = new Watchdog(session);
    await watchdog.look(view({ steps: 2 }, 3), minute(1));
    await watchdog.look(view({ steps: 3 }, 3), minute(1));
    expect(session.exceeded).toEqual([]);
    await watchdog.look(view({ steps: 3 }, 4), minute(1));
    expect(session.exceeded).toEqual(['limit_steps']);
  });

  it('lets a limit that is raised meanwhile count', async () => {
    const session = new Session();
    session.limit = { ...none, minutes: 5 };
    const watchdog = new Watchdog(session);
    await watchdog.look(view(), minute(4));
    session.limit = { ...none, minutes: 10 };
    await watchdog.look(view(), minute(6));
    expect(session.exceeded).toEqual([]);
    await watchdog.look(view(), minute(11));
    expect(session.exceeded).toEqual(['limit_time']);
  });

  it('takes neither for work nor for idleness that the agent waits for a person', async () => {
    const session = new Session();
    session.limit = { ...none, minutes: 5, idleMinutes: 2 };
    session.now = after([1, asked]);
    await new Watchdog(session).look(view(), minute(100));
    expect(session.exceeded).toEqual([]);
    const answered = fact('podium.session.v1.GateClosed', { ...ids, gateId: 'g', reason: 'withdrawn' });
    session.now = after([1, asked], [100, answered]);
    await new Watchdog(session).look(view(), minute(101));
    expect(session.exceeded).toEqual([]);
    await new Watchdog(session).look(view(), minute(103));
    expect(session.exceeded).toEqual(['limit_idle']);
  });

  it('counts no time in which nobody could watch: the machine slept', async () => {
    const session = new Session();
    session.limit = { ...none, minutes: 5, idleMinutes: 2 };
    session.slept = [
      { fromMs: minute(-9), untilMs: minute(-8) },
      { fromMs: minute(1), untilMs: minute(500) },
    ];
    const watchdog = new Watchdog(session);
    await watchdog.look(view(), minute(501));
    // Seen again and again, it is told once.
    await watchdog.look(view(), minute(501.5));
    expect(session.exceeded).toEqual([]);
    expect('work' in session.now && session.now.work.clock).toMatchObject({
      workedMs: minute(1),
      workingSinceMs: minute(500),
    });
    await watchdog.look(view({ lastSignMs: minute(503) }), minute(503.5));
    expect(session.exceeded).toEqual([]);
    await watchdog.look(view({ lastSignMs: minute(503) }), minute(504.5));
    expect(session.exceeded).toEqual(['limit_time']);
    await new Watchdog(session).look(view(), minute(503));
    expect(session.exceeded).toEqual(['limit_time', 'limit_idle']);
  });

  it('stops a turn that uses up the budget before it ends', async () => {
    const session = new Session();
    session.budget = { tokens: Infinity, costUsd: 1 };
    const watchdog = new Watchdog(session);
    await watchdog.look(view({ costUsd: 0.9 }, 2), minute(1));
    expect(session.exceeded).toEqual([]);
    await watchdog.look(view({ costUsd: 1 }, 3), minute(1));
    expect(session.exceeded).toEqual(['budget_exceeded']);
  });

  it('lets the session go on where it can not be looked at, and says so once', async () => {
    const session = new Session();
    session.limit = new Error('no database');
    const watchdog = new Watchdog(session);
    for (const at of [1, 2, 3]) await watchdog.look(view(), minute(at));
    expect(session.blind).toHaveLength(1);
    session.limit = { ...none, minutes: 3 };
    await watchdog.look(view(), minute(4));
    expect(session.exceeded).toEqual(['limit_time']);
  });
});
