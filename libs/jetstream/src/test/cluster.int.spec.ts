import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LogUnavailableError } from '@podium/event-sourcing';
import type { RecordedFact } from '@podium/proto';
import { eventually, freshNatsCluster, type FreshNatsCluster } from '@podium/testing';
import type { NatsConnection, StreamInfo } from 'nats';
import {
  AttachmentStore,
  connectToNats,
  ensureStreams,
  JetStreamEventLog,
  OutputArchive,
  readFacts,
  streamInfo,
  streams,
  WorkspaceFiles,
} from '../index.ts';
import { newAggregate, taskMoved } from './builders.ts';

jest.setTimeout(180_000);

let cluster: FreshNatsCluster;
let nc: NatsConnection;

/** A cluster without streams for the tests of one description. */
function ownCluster(): void {
  beforeAll(async () => {
    cluster = await freshNatsCluster();
    nc = await connectToNats({ url: cluster.url, name: 'cluster.int' });
  });
  afterAll(async () => {
    await nc.close();
    await cluster.dispose();
  });
}

async function allStreams(): Promise<StreamInfo[]> {
  const found: StreamInfo[] = [];
  for await (const info of (await nc.jetstreamManager()).streams.list()) found.push(info);
  return found;
}

/** Every server has everything. */
async function untilComplete(): Promise<void> {
  const isComplete = ({ cluster: peers }: StreamInfo): boolean =>
    peers?.leader !== undefined && peers.replicas?.length === 2 && peers.replicas.every(({ current }) => current);
  await eventually(async () => (await allStreams()).every(isComplete), { timeoutSeconds: 60 });
}

/** Asks until there is an answer: each stream takes some seconds to find another leader. */
function answered<T>(ask: () => Promise<T>): Promise<T> {
  const unlessAway = (error: unknown): undefined => {
    if (!(error instanceof LogUnavailableError)) throw error;
  };
  return eventually(() => ask().then((answer) => ({ answer }), unlessAway), { timeoutSeconds: 60 }).then(
    ({ answer }) => answer,
  );
}

const attachment = (attachmentId: string): Parameters<AttachmentStore['put']>[1] => ({
  attachmentId,
  name: 'a.txt',
  contentType: 'text/plain',
  storedAt: '2026-11-21T00:00:00.000Z',
  storedBy: 'user:test',
});

describe('the number of replicas', () => {
  ownCluster();

  it('holds for new streams and buckets, and for those that are there already', async () => {
    await ensureStreams(nc);
    await new AttachmentStore(nc).put('p1', attachment('early'), Buffer.from('early'));
    expect((await streamInfo(nc, streams.events)).config.num_replicas).toBe(1);
    expect((await streamInfo(nc, 'OBJ_attachments')).config.num_replicas).toBe(1);

    await ensureStreams(nc, { replicas: 3 });
    await untilComplete();
    await new WorkspaceFiles(nc).put('p1', { files: ['README.md'], listedAt: '2026-11-21T00:00:00.000Z' });
    await new OutputArchive(nc).put('p1', 's1', []);
    const expected = [...Object.values(streams), 'OBJ_attachments', 'OBJ_output-archive', 'KV_workspace-files'];
    const wanted = Object.fromEntries(expected.map((name) => [name, 3]));
    await eventually(async () => {
      const found = (await allStreams()).map(({ config }) => [config.name, config.num_replicas]);
      expect(Object.fromEntries(found)).toEqual(wanted);
      return true;
    });

    // One that says nothing changes nothing.
    await ensureStreams(nc);
    expect((await streamInfo(nc, streams.events)).config.num_replicas).toBe(3);
  });

  it('is refused by a cluster that has fewer servers', async () => {
    await expect(ensureStreams(nc, { replicas: 5 })).rejects.toMatchObject({ code: 'log_refused' });
    await ensureStreams(nc, { replicas: 3 });
  });
});

describe('a server of a cluster in which all streams began with three replicas, when it is killed', () => {
  ownCluster();

  /** Writers of one aggregate each, which go on until they are told to stop. Gives how much each has written. */
  function keepWriting(): { written(): number; stop(): Promise<number> } {
    const counts = [0, 0, 0];
    let isOver = false;
    const log = new JetStreamEventLog(nc, { giveUpAfterSeconds: 30 });
    const writing = counts.map(async (_, writer) => {
      const aggregate = newAggregate();
      for (let position = 0; !isOver; counts[writer] = (counts[writer] ?? 0) + 1) {
        position = await log.append(aggregate, position, [taskMoved(aggregate)]);
        expect((await log.load(aggregate)).at(-1)?.position).toBe(position);
      }
    });
    const written = (): number => counts.reduce((sum, count) => sum + count);
    return {
      written,
      async stop() {
        isOver = true;
        await Promise.all(writing);
        return written();
      },
    };
  }

  it('neither keeps anybody from writing and reading nor loses anything, be it the leader or not', async () => {
    await ensureStreams(nc, { replicas: 3 });
    await untilComplete();
    const before = (await streamInfo(nc, streams.events)).state.last_seq;
    const seen: RecordedFact[] = [];
    const stopping = new AbortController();
    const reading = (async () => {
      for await (const facts of readFacts(nc, { after: before, signal: stopping.signal })) seen.push(...facts);
    })();
    const writers = keepWriting();
    const attachments = new AttachmentStore(nc);
    for (const role of ['leader', 'follower'] as const) {
      const { cluster: peers } = await streamInfo(nc, streams.events);
      const victim = cluster.servers.get((role === 'leader' ? peers?.leader : peers?.replicas?.[0]?.name) ?? '');
      await victim?.kill();
      const atKill = writers.written();
      await eventually(() => writers.written() > atKill + 100, { timeoutSeconds: 60 });
      await eventually(() => seen.length > atKill + 100, { timeoutSeconds: 60 });
      await answered(() => attachments.put('p1', attachment(role), Buffer.from(role)));
      const file = await answered(() => attachments.get('p1', role));
      expect(Buffer.from(file?.bytes ?? []).toString()).toBe(role);
      await victim?.start();
      await untilComplete();
    }
    const count = await writers.stop();
    expect(count).toBeGreaterThan(200);
    await eventually(() => seen.length >= count);
    stopping.abort();
    await reading;
    expect(seen.map(({ position }) => position)).toEqual(
      Array.from({ length: count }, (_, index) => before + 1 + index),
    );
    expect(new Set(seen.map(({ id }) => id)).size).toBe(count);
  });
});
