import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandHandler, fact, type Decider, type NewFact } from '@podium/event-sourcing';
import { connectToNats, ensureStreams, JetStreamEventLog, OutputLog, RequestPublisher } from '@podium/jetstream';
import { SessionPhase } from '@podium/proto';
import { createLogger } from '@podium/service-kit';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import { sessionDecider } from '../domain/session-decider.ts';
import type { QueuedSession } from '../projections/queue/queued-session.ts';
import { LostWork } from './lost-work.ts';

const projectId = 'p1';
const scribe: Decider<null, readonly NewFact[]> = {
  initialState: null,
  decide: (_, facts) => facts,
  evolve: () => null,
};

describe('sessions whose work has vanished', () => {
  let server: FreshNats;
  let nats: NatsConnection;
  beforeAll(async () => {
    server = await freshNats();
    nats = await connectToNats({ url: server.url, name: 'test' });
    await ensureStreams(nats);
  });
  afterAll(async () => {
    await nats.close();
    await server.dispose();
  });

  /** A session that holds a slot, as the log and the queue's table have it. */
  async function admitted(
    sessionId: string,
  ): Promise<{ lostWork: LostWork; held: Set<string>; story: () => Promise<string[]> }> {
    const log = new JetStreamEventLog(nats);
    const ids = { sessionId, taskId: 't1' };
    const queued = { ...ids, phase: SessionPhase.IMPLEMENTATION, title: 'A', prompt: 'A', requestedBy: 'user:ann' };
    const aggregate = { projectId, context: 'session', id: sessionId } as const;
    const past = [fact('podium.session.v1.SessionQueued', queued), fact('podium.session.v1.SessionAdmitted', ids)];
    const cause = { id: `past-${sessionId}`, correlationId: sessionId, actor: 'user:ann' };
    await new CommandHandler(log, scribe, { source: 'test' }).handle(aggregate, past, cause);
    const row = { session_id: sessionId, project_id: projectId, queued_fact_id: 'q', correlation_id: sessionId };
    const table = { getRepository: () => ({ findBy: () => Promise.resolve([row as QueuedSession]) }) };
    const held = new Set<string>();
    const lostWork = new LostWork(
      nats,
      table as unknown as Pick<DataSource, 'getRepository'>,
      { everywhere: () => Promise.resolve(held) },
      new CommandHandler(log, sessionDecider, { source: 'session-svc' }),
      log,
      new OutputLog(nats),
      createLogger({ service: 'test', level: 'silent' }),
    );
    const story = async () =>
      (await log.load(aggregate)).map(({ type }) => type.slice(type.lastIndexOf('.') + 1)).slice(2);
    return { lostWork, held, story };
  }

  it('are handed out again after a second look, each time anew, and fail when that never helps', async () => {
    const { lostWork, story } = await admitted('s1');
    expect(await lostWork.look()).toBe(true);
    expect(await story()).toEqual([]);
    expect(await lostWork.look()).toBe(false);
    expect(await story()).toEqual(['SessionRecovered']);
    for (let look = 0; look < 4; look += 1) await lostWork.look();
    expect(await story()).toEqual(Array.from({ length: 5 }, () => 'SessionRecovered'));
    await lostWork.look();
    expect((await story()).at(-1)).toBe('SessionFailed');
  });

  it('are left alone while somebody holds them, or nobody was given their work yet', async () => {
    const { lostWork, held, story } = await admitted('s2');
    held.add('s2');
    await lostWork.look();
    expect(await lostWork.look()).toBe(false);
    held.clear();
    const manager = await nats.jetstreamManager();
    await manager.consumers.add('REQUESTS', { durable_name: 'session-svc-session-run' });
    const to = { projectId, id: 's2', lane: 'session-run' } as const;
    const from = { requestId: 'r', correlationId: 'r', causationId: 'r', actor: 'service:test' };
    const ids = { sessionId: 's2', taskId: 't1' };
    await new RequestPublisher(nats, { source: 'test' }).publish(
      to,
      'podium.session.v1.SessionRunRequested',
      ids,
      from,
    );
    await lostWork.look();
    expect(await lostWork.look()).toBe(false);
    expect(await story()).toEqual([]);
  });
});
