import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller } from '@nestjs/common';
import type { Recorded } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import {
  backupStreams,
  connectToNats,
  durableConsumers,
  ensureStreams,
  OnFact,
  OutputLog,
  PatchArchive,
  restoreStreams,
  streamDigest,
  streams,
} from '../index.ts';
import { askForDeletion, moveTask, startHandlers, unfinished } from './application.ts';
import { newAggregate, outputChunk } from './builders.ts';

jest.setTimeout(120_000);

type Moved = Recorded<'podium.task.v1.TaskMoved'>;

let directory: string;
let file: string;
const servers: FreshNats[] = [];
const connections: NatsConnection[] = [];

async function connected(): Promise<NatsConnection> {
  const server = await freshNats();
  const nc = await connectToNats({ url: server.url, name: 'backup.int' });
  servers.push(server);
  connections.push(nc);
  return nc;
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'podium-test-backup-'));
  file = join(directory, 'podium.tar');
});

afterEach(async () => {
  await Promise.all(connections.splice(0).map((nc) => nc.close()));
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
  rmSync(directory, { recursive: true });
});

const digests = (nc: NatsConnection) => Promise.all(Object.values(streams).map((stream) => streamDigest(nc, stream)));

describe('backup and restore', () => {
  it('bring back every message, sequence and consumer', async () => {
    const [nc, other] = [await connected(), await connected()];
    await ensureStreams(nc);
    await nc
      .jetstream()
      .views.os('output-archive')
      .then((store) => store.putBlob({ name: 'a' }, new Uint8Array(300_000)));
    const patches = [{ path: 'a', patch: '+a\n', isTruncated: false }];
    const patchesId = await new PatchArchive(nc).put('p', patches);
    const aggregate = newAggregate();
    for (let round = 0; round < 20; round += 1) await moveTask(nc, newAggregate(), 'a', 'b', 'c');
    await askForDeletion(nc);
    await new OutputLog(nc).append('p', 's', [outputChunk('s', 0), outputChunk('s', 1)], 0);

    @Controller()
    class Process {
      @OnFact('backed-up', ['podium.task.v1.TaskMoved'])
      async onMoved({ data }: Moved): Promise<void> {
        if (data.rank === 'poison') throw new Error('poison');
      }
    }
    const app = await startHandlers(Process, { nc, service: 's' });
    await moveTask(nc, aggregate, 'poison', 'after');
    await eventually(async () => (await unfinished(nc, streams.events, 's-backed-up')) === 0);
    await app.close();

    const stages: string[] = [];
    const manifest = await backupStreams(nc, file, ({ stream }) => stages.push(stream));
    const first = ['TIMERS', 'PARKED', 'EVENTS', 'REQUESTS', 'OUTCOMES', 'OUTPUT'];
    expect(stages).toEqual([...first, 'OBJ_output-archive', 'OBJ_patches', '']);
    expect(readdirSync(directory)).toEqual(['podium.tar']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(manifest.consumers).toEqual([{ stream: 'EVENTS', name: 's-backed-up', ackFloor: 62 }]);

    // As in a stack that has just been started.
    await ensureStreams(other);
    const { rewound } = await restoreStreams(other, file);
    expect(rewound).toEqual([]);
    expect(await digests(other)).toEqual(await digests(nc));
    const place = async (connection: NatsConnection) =>
      (await durableConsumers(connection, streams.events)).map(({ name, config, ack_floor }) => [
        name,
        config,
        ack_floor.stream_seq,
      ]);
    expect(JSON.stringify(await place(other))).toBe(JSON.stringify(await place(nc)));
    const store = await other.jetstream().views.os('output-archive');
    expect(await store.getBlob('a')).toEqual(new Uint8Array(300_000));
    expect(await new PatchArchive(other).get('p', patchesId)).toEqual(patches);
  });

  it('refuses a log that is not empty, unless told', async () => {
    const [nc, other] = [await connected(), await connected()];
    await ensureStreams(nc);
    await moveTask(nc, newAggregate(), 'a');
    await backupStreams(nc, file);
    await ensureStreams(other);
    await moveTask(other, newAggregate(), 'b', 'c');
    await expect(restoreStreams(other, file)).rejects.toMatchObject({ code: 'log_not_empty' });
    expect((await streamDigest(other, streams.events)).messages).toBe(2);
    await restoreStreams(other, file, { force: true });
    expect(await digests(other)).toEqual(await digests(nc));
  });

  it('begins where consumers were when the backup began, as they may have gone on meanwhile', async () => {
    const [nc, other] = [await connected(), await connected()];
    await ensureStreams(nc);
    const { consumers } = await nc.jetstreamManager();
    await moveTask(nc, newAggregate(), 'a', 'b', 'c');
    await consumers.add(streams.events, { durable_name: 'busy', ack_policy: 'explicit' as never });
    const handle = async (): Promise<void> => {
      const consumer = await nc.jetstream().consumers.get(streams.events, 'busy');
      await (await consumer.next())?.ackAck();
    };
    await handle();
    let handling: Promise<void> | undefined;
    await backupStreams(nc, file, ({ stream }) => {
      if (stream === streams.parked) handling = handle();
    });
    await handling;
    const { rewound } = await restoreStreams(other, file);
    const [info] = await durableConsumers(other, streams.events);
    expect(info?.ack_floor.stream_seq).toBe(1);
    // Only if the snapshot came after it.
    expect(rewound.every((name) => name === 'busy')).toBe(true);
  });

  it('refuses files that are damaged, cut short or something else, before it touches anything', async () => {
    const nc = await connected();
    await ensureStreams(nc);
    await moveTask(nc, newAggregate(), 'a');
    await backupStreams(nc, file);
    const good = readFileSync(file);
    const target = await connected();
    const refused = async (): Promise<unknown> =>
      restoreStreams(target, file).then(
        () => 'restored',
        (error: unknown) => (error as { code: string }).code,
      );

    const flipped = Buffer.from(good);
    // Behind the header of the first entry.
    flipped[600] = (flipped[600] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    expect(await refused()).toBe('backup_damaged');
    writeFileSync(file, good);
    truncateSync(file, Math.floor(good.length / 2));
    expect(['backup_unreadable', 'backup_incomplete']).toContain(await refused());
    writeFileSync(file, 'something else');
    expect(['backup_unreadable', 'backup_incomplete']).toContain(await refused());
    const { streams: api } = await target.jetstreamManager();
    expect(await api.names().next()).toEqual([]);
  });
});
