import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats, ensureStreams, PatchArchive } from '../index.ts';

jest.setTimeout(120_000);

let server: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  server = await freshNats();
  nc = await connectToNats({ url: server.url, name: 'patch-archive.int' });
  await ensureStreams(nc);
});

afterAll(async () => {
  await nc.close();
  await server.dispose();
});

const patches = [
  { path: 'ä b.txt', patch: '+ü\n'.repeat(100_000), isTruncated: true },
  { path: 'data.bin', patch: '', isTruncated: false },
];

describe('the archive of patches', () => {
  it('gives back what was put, under an id that stands for it', async () => {
    const [archive, projectId] = [new PatchArchive(nc), randomUUID()];
    const id = await archive.put(projectId, patches);
    expect(await archive.get(projectId, id)).toEqual(patches);
    expect(await archive.put(projectId, patches)).toBe(id);
    expect(await archive.put(projectId, patches.slice(1))).not.toBe(id);
    expect(await archive.get(projectId, 'none')).toBeNull();
    expect(await archive.get(randomUUID(), id)).toBeNull();
  });

  it('can be read while the same is put again', async () => {
    const [archive, projectId] = [new PatchArchive(nc), randomUUID()];
    const id = await archive.put(projectId, patches);
    const putting = Promise.all(Array.from({ length: 50 }, () => archive.put(projectId, patches)));
    for (let look = 0; look < 20; look += 1) expect(await archive.get(projectId, id)).toEqual(patches);
    await putting;
  });

  it('goes with its project, and with no other', async () => {
    const [archive, gone, kept] = [new PatchArchive(nc), randomUUID(), randomUUID()];
    const id = await archive.put(gone, patches);
    await archive.put(kept, patches);
    expect(await archive.deleteProject(gone)).toBe(1);
    expect(await archive.get(gone, id)).toBeNull();
    expect(await archive.get(kept, id)).toEqual(patches);
    // The same may come once more, as of a project that is restored.
    expect(await archive.put(gone, patches)).toBe(id);
    expect(await archive.get(gone, id)).toEqual(patches);
  });

  it('does not wait for what is removed while it is read', async () => {
    const [archive, projectId] = [new PatchArchive(nc), randomUUID()];
    const id = await archive.put(projectId, patches);
    const { streams } = await nc.jetstreamManager();
    // A removal that has come half its way, in the other order, so that the reader is certain to be in between.
    await streams.purge('OBJ_patches', { filter: '$O.patches.C.>' });
    const reading = archive.get(projectId, id);
    await archive.deleteProject(projectId);
    expect(await reading).toBeNull();
  });

  it('refuses ids that are none', async () => {
    await expect(new PatchArchive(nc).get('*', 'a')).rejects.toThrow();
  });
});
