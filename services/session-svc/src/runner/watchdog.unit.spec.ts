import { describe, expect, it } from '@jest/globals';
import { fact, type NewFact } from '@podium/event-sourcing';
import { SessionPhase, type RecordedFact } from '@podium/proto';
import type { SessionLimits } from '../domain/limits.ts';
import { evolveSession, initialSession, type SessionState } from '../domain/session.ts';
import type { ProgressView, RunProgress } from '../opencode/run-progress.ts';
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
  command: WatchedSession['command'] = async ({ excess }) => {
    this.exceeded.push(excess.reason);
    return { kind: 'unchanged', position: 1 };
  };
  couldNotLook = (error: unknown): void => void this.blind.push(error);
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
