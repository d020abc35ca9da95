import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, OutputArchive, OutputLog, streams, type RecordedOutput } from '../index.ts';
import { outputChunk } from './builders.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'output-archive.int' });
  await ensureStreams(nc);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

/** Writes three chunks of a new session, mixed with another one's, and archives them. */
async function archivedSession() {
  const [output, archive] = [new OutputLog(nc), new OutputArchive(nc)];
  const [projectId, sessionId, other] = [randomUUID(), randomUUID(), randomUUID()];
  let last = 0;
  for (const number of [1, 2, 3]) {
    last = await output.append(projectId, sessionId, [outputChunk(sessionId, number, { text: `ü${number}` })], last);
    await output.append(projectId, other + number, [outputChunk(other, 1)], 0);
  }
  const written = await output.readAll(projectId, sessionId);
  await archive.put(projectId, sessionId, written);
  return { output, archive, projectId, sessionId, written };
}

/** What the stream does by itself after 14 days. */
async function ageOut(projectId: string, sessionId: string, keep?: number): Promise<void> {
  const manager = await nc.jetstreamManager();
  await manager.streams.purge(streams.output, { filter: `log.${projectId}.${sessionId}`, ...(keep ? { keep } : {}) });
}

async function followed(output: OutputLog, projectId: string, sessionId: string, after: number, count: number) {
  const over = new AbortController();
  const seen: RecordedOutput[] = [];
  for await (const recorded of output.follow(projectId, sessionId, { after, signal: over.signal })) {
    seen.push(recorded);
    if (seen.length === count) over.abort();
  }
  return seen;
}

describe('the archive of output', () => {
  it.each([
    ['nothing', undefined],
    ['only the end', 1],
  ])('reads the same as the stream when the stream has kept %s', async (_, keep) => {
    const { output, projectId, sessionId, written } = await archivedSession();
    await ageOut(projectId, sessionId, keep);
    expect(await output.readAll(projectId, sessionId)).toEqual(written);
    expect(await output.last(projectId, sessionId)).toEqual(written[2]);
    expect(await followed(output, projectId, sessionId, 0, 3)).toEqual(written);
    expect(await followed(output, projectId, sessionId, written[0]?.sequence ?? 0, 2)).toEqual(written.slice(1));
  });

  it('can be read while a session is archived again', async () => {
    const { archive, projectId, sessionId, written } = await archivedSession();
    let isOver = false;
    const archiving = (async () => {
      for (let round = 0; round < 200; round += 1) await archive.put(projectId, sessionId, written);
      isOver = true;
    })();
    while (!isOver) expect(await archive.get(projectId, sessionId)).toEqual(written);
    await archiving;
  });

  it('tells its size without being unpacked', async () => {
    const { archive, projectId, sessionId, written } = await archivedSession();
    expect(await archive.info(projectId, sessionId)).toMatchObject({ chunks: 3, lastSequence: written[2]?.sequence });
    expect(await archive.info(projectId, randomUUID())).toBeNull();
  });

  it('goes with its project, and with no other', async () => {
    const [gone, kept] = [await archivedSession(), await archivedSession()];
    await gone.output.deleteProject(gone.projectId);
    expect(await gone.archive.deleteProject(gone.projectId)).toBe(1);
    expect(await gone.output.readAll(gone.projectId, gone.sessionId)).toEqual([]);
    expect(await gone.archive.info(gone.projectId, gone.sessionId)).toBeNull();
    expect(await kept.output.readAll(kept.projectId, kept.sessionId)).toEqual(kept.written);
    expect(await kept.archive.get(kept.projectId, kept.sessionId)).toEqual(kept.written);
  });
});
