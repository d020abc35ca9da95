import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { connectToNats } from '../connection.ts';
import { InvalidSubjectError } from '../errors.ts';
import { WorkspaceFiles } from '../workspace-files.ts';

let nats: FreshNats;
let nc: NatsConnection;

beforeAll(async () => {
  nats = await freshNats();
  nc = await connectToNats({ url: nats.url, name: 'test' });
});
afterAll(async () => {
  await nc.close();
  await nats.dispose();
});

const listedAt = '2026-01-01T00:00:00.000Z';

describe('WorkspaceFiles', () => {
  it('gives back what was last listed, of each project, until that is forgotten', async () => {
    const listings = new WorkspaceFiles(nc);
    expect(await listings.get('p1')).toBeNull();
    expect(await listings.listedAt('p1')).toBe('');
    await listings.put('p1', { files: ['old.ts'], listedAt: '2025-01-01T00:00:00.000Z' });
    await listings.put('p1', { files: ['grüße 1.md', 'src/app.ts'], listedAt });
    await listings.put('p2', { files: [], listedAt });
    expect(await new WorkspaceFiles(nc).get('p1')).toEqual({ files: ['grüße 1.md', 'src/app.ts'], listedAt });
    expect(await listings.listedAt('p1')).toBe(listedAt);
    await listings.delete('p1');
    await listings.delete('nobody');
    expect(await listings.get('p1')).toBeNull();
    expect(await listings.listedAt('p1')).toBe('');
    expect(await listings.get('p2')).toEqual({ files: [], listedAt });
  });

  it('can be read while it is written', async () => {
    const listings = new WorkspaceFiles(nc);
    await listings.put('busy', { files: ['0'], listedAt });
    let isOver = false;
    const writing = (async () => {
      for (let round = 0; round < 300; round += 1) await listings.put('busy', { files: [String(round)], listedAt });
      isOver = true;
    })();
    while (!isOver) expect((await listings.get('busy'))?.files).toHaveLength(1);
    await writing;
  });

  it('keeps the files nearest to the top of a workspace with more and longer names than a message can hold', async () => {
    const listings = new WorkspaceFiles(nc);
    const files = Array.from({ length: 5_000 }, (_, index) => `${index}-${crypto.randomUUID().repeat(10)}`);
    await listings.put('p1', { files, listedAt });
    const kept = (await listings.get('p1'))?.files ?? [];
    expect(kept.length).toBeGreaterThan(1_000);
    expect(kept).toEqual(files.slice(0, kept.length));
  });

  it('refuses an id that could reach another project', async () =>
    expect(new WorkspaceFiles(nc).get('p1.*')).rejects.toThrow(InvalidSubjectError));
});
