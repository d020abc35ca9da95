import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshNats, type FreshNats } from '@podium/testing';
import type { NatsConnection } from 'nats';
import { AttachmentStore } from '../attachments.ts';
import { connectToNats } from '../connection.ts';
import { InvalidSubjectError } from '../errors.ts';

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

function file(attachmentId: string, name = 'shot.png') {
  return { attachmentId, name, contentType: 'image/png', storedAt: '2026-01-01T00:00:00.000Z', storedBy: 'user:ann' };
}

describe('AttachmentStore', () => {
  it('gives back what was stored, of any size and name', async () => {
    const store = new AttachmentStore(nc);
    const bytes = randomBytes(3_000_000);
    const name = 'grüße «1» 📎.png';
    const stored = await store.put('p1', file('a1', name), bytes);
    expect(stored).toMatchObject({ name, sizeBytes: 3_000_000 });
    const read = await new AttachmentStore(nc).get('p1', 'a1');
    expect(read && Buffer.compare(read.bytes, bytes)).toBe(0);
    expect(await store.info('p1', 'a1')).toEqual(stored);
    await store.put('p1', file('empty'), new Uint8Array());
    expect((await store.get('p1', 'empty'))?.bytes).toHaveLength(0);
  });

  it('keeps the first file of an id', async () => {
    const store = new AttachmentStore(nc);
    const first = await store.put('p1', file('a2'), Buffer.from('one'));
    expect(await store.put('p1', file('a2', 'other.png'), Buffer.from('two'))).toEqual(first);
    expect(Buffer.from((await store.get('p1', 'a2'))?.bytes ?? []).toString()).toBe('one');
  });

  it('forgets a project, and only that one', async () => {
    const store = new AttachmentStore(nc);
    await store.put('p2', file('a'), Buffer.from('two'));
    await store.put('p22', file('a'), Buffer.from('twenty-two'));
    expect(await store.deleteProject('p2')).toBe(1);
    expect(await store.get('p2', 'a')).toBeNull();
    expect(await store.info('p22', 'a')).not.toBeNull();
    expect(await store.get('p2', 'never')).toBeNull();
  });

  it('takes no id that could reach elsewhere', async () => {
    await expect(new AttachmentStore(nc).get('p1', '../a')).rejects.toThrow(InvalidSubjectError);
  });
});
