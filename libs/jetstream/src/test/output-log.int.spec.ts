import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { OutputKind } from '@podium/proto';
import { eventually, freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, OutputLog, type RecordedOutput } from '../index.ts';
import { outputChunk } from './builders.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'output-log.int' });
  await ensureStreams(nc);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

describe('OutputLog', () => {
  it('keeps the chunks of each session in order', async () => {
    const output = new OutputLog(nc);
    const [projectId, one, other] = [randomUUID(), randomUUID(), randomUUID()];
    const first = await output.append(projectId, one, [outputChunk(one, 1), outputChunk(one, 2)], 0);
    const second = await output.append(
      projectId,
      other,
      [outputChunk(other, 1, { kind: OutputKind.TOOL, tool: 'bash' })],
      0,
    );
    const third = await output.append(projectId, one, [outputChunk(one, 3, { text: 'ümläut\n"quoted"' })], first);
    expect(await output.readAll(projectId, one)).toEqual([
      { sequence: first - 1, chunk: outputChunk(one, 1) },
      { sequence: first, chunk: outputChunk(one, 2) },
      { sequence: third, chunk: outputChunk(one, 3, { text: 'ümläut\n"quoted"' }) },
    ]);
    expect(await output.last(projectId, one)).toEqual({
      sequence: third,
      chunk: outputChunk(one, 3, { text: 'ümläut\n"quoted"' }),
    });
    expect((await output.last(projectId, other))?.sequence).toBe(second);
    expect(await output.last(projectId, randomUUID())).toBeUndefined();
    expect(await output.append(projectId, one, [], third)).toBe(third);
  });

  it('fences off an earlier owner, even if it writes the same chunk', async () => {
    const [old, current] = [new OutputLog(nc), new OutputLog(nc)];
    const [projectId, sessionId] = [randomUUID(), randomUUID()];
    const last = await old.append(projectId, sessionId, [outputChunk(sessionId, 1)], 0);
    await current.append(projectId, sessionId, [outputChunk(sessionId, 2)], last);
    await expect(old.append(projectId, sessionId, [outputChunk(sessionId, 2)], last)).rejects.toMatchObject({
      code: 'concurrency_conflict',
    });
    expect(await current.readAll(projectId, sessionId)).toHaveLength(2);
  });

  it('is followed from a sequence on, first what is there and then live', async () => {
    const output = new OutputLog(nc);
    const [projectId, sessionId, other] = [randomUUID(), randomUUID(), randomUUID()];
    const last = await output.append(
      projectId,
      sessionId,
      [1, 2, 3].map((number) => outputChunk(sessionId, number)),
      0,
    );
    const stopping = new AbortController();
    const followed: RecordedOutput[] = [];
    const following = (async () => {
      for await (const recorded of output.follow(projectId, sessionId, { after: last - 1, signal: stopping.signal }))
        followed.push(recorded);
    })();
    await eventually(() => followed.length === 1);
    await output.append(projectId, other, [outputChunk(other, 1)], 0);
    await output.append(
      projectId,
      sessionId,
      [4, 5].map((number) => outputChunk(sessionId, number)),
      last,
    );
    await eventually(() => followed.length === 3);
    expect(followed.map(({ chunk }) => chunk.number)).toEqual([3, 4, 5]);
    stopping.abort();
    await following;
  });
});
