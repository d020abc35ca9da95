import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttachmentView, TaskView } from '@podium/board';
import { AttachmentStore, connectToNats } from '@podium/jetstream';
import { eventually } from '@podium/testing';
import { openDoor, type Door } from './door.ts';

let door: Door;
let project: string;

beforeAll(async () => {
  door = await openDoor();
  project = `/api/projects/${String((await door.ok('POST', '/api/projects', { name: 'Files' }))['id'])}`;
});
afterAll(() => door.close());

async function upload(bytes: Uint8Array, name: string, type = 'image/png', headers = {}): Promise<AttachmentView> {
  const path = `${project}/attachments?name=${encodeURIComponent(name)}`;
  return (await door.ok('POST', path, bytes, { 'content-type': type, ...headers })) as unknown as AttachmentView;
}

async function download(id: string): Promise<{ headers: Headers; bytes: Buffer }> {
  const response = await fetch(`${door.url}${project}/attachments/${id}`);
  expect(response.status).toBe(200);
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('files', () => {
  it('are stored, given to a task, read, taken off and given back', async () => {
    const bytes = randomBytes(2_000_000);
    const file = await upload(bytes, 'C:\\tmp\\..\\grüße "1".PNG', 'Image/PNG; x=y');
    expect(file).toMatchObject({ name: 'grüße 1.PNG', content_type: 'image/png', size_bytes: 2_000_000 });
    const task = (await door.ok('POST', `${project}/tasks`, { title: 'With a file' })) as unknown as TaskView;
    const path = `${project}/tasks/${task.id}/attachments`;
    const attached = await door.ok('POST', path, { attachment_id: file.id });
    expect(attached['attachments']).toMatchObject([{ id: file.id, name: 'grüße 1.PNG', size_bytes: 2_000_000 }]);
    expect(await door.ok('POST', path, { attachment_id: file.id })).toMatchObject({ undo: null, version: 2 });
    const detached = await door.ok('DELETE', `${path}/${file.id}`);
    expect(detached).toMatchObject({ attachments: [], undo: { method: 'POST', body: { attachment_id: file.id } } });
    await door.ok('POST', path, { attachment_id: file.id });
    const { headers, bytes: read } = await download(file.id);
    expect(Buffer.compare(read, bytes)).toBe(0);
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="gr__e 1.PNG"; filename*=UTF-8''gr%C3%BC%C3%9Fe%201.PNG`,
    );
    expect(headers.get('content-security-policy')).toContain('sandbox');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(await door.call('POST', path, { attachment_id: 'none' })).toMatchObject({
      status: 404,
      body: { code: 'attachment_not_found' },
    });
    const copy = await door.ok('POST', `${project}/tasks/${task.id}/duplicate`);
    expect(copy['attachments']).toMatchObject([{ id: file.id }]);
  });

  it.each([
    ['text/html', 'page.html'],
    ['application/javascript', 'a.js'],
    ['text/css', 'a.css'],
    ['nonsense', 'x'],
    ['application/json', 'data.json'],
  ])('of the type %s do nothing by themselves', async (type, name) => {
    const body = Buffer.from('{ "not": "parsed"');
    const { headers, bytes } = await download((await upload(body, name, type)).id);
    expect(bytes.toString()).toBe(body.toString());
    const expected = type === 'application/json' ? 'application/json' : 'application/octet-stream';
    expect(headers.get('content-type')).toBe(expected);
    expect(headers.get('content-disposition')).toContain('attachment');
  });

  it('are refused where they are too large, empty, nameless or of no project', async () => {
    const send = (path: string, bytes: Uint8Array) => door.call('POST', path, bytes, { 'content-type': 'image/png' });
    expect(await send(`${project}/attachments?name=a`, Buffer.alloc(10 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
    // Of a size that nobody announced.
    const endless = new ReadableStream({
      pull: (stream) => stream.enqueue(new Uint8Array(1024 * 1024)),
    });
    const streamed = await fetch(`${door.url}${project}/attachments?name=a`, {
      method: 'POST',
      headers: { 'content-type': 'image/png' },
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await send(`${project}/attachments?name=a`, new Uint8Array())).toMatchObject({ status: 422 });
    expect(await send(`${project}/attachments`, Buffer.from('x'))).toMatchObject({ status: 422 });
    expect(await send('/api/projects/none/attachments?name=a', Buffer.from('x'))).toMatchObject({ status: 404 });
    expect(await door.call('GET', `${project}/attachments/..%2f..%2fx`)).toMatchObject({ status: 404 });
    expect((await upload(Buffer.alloc(10 * 1024 * 1024), 'just.fits')).size_bytes).toBe(10 * 1024 * 1024);
  });

  it('are gone with their project', async () => {
    const { id } = await door.ok('POST', '/api/projects', { name: 'Short' });
    const path = `/api/projects/${String(id)}`;
    const file = await door.ok('POST', `${path}/attachments?name=a`, Buffer.from('x'), { 'content-type': 'a/b' });
    const nc = await connectToNats({ url: door.natsUrl, name: 'test' });
    const store = new AttachmentStore(nc);
    expect(await store.info(String(id), String(file['id']))).not.toBeNull();
    await door.ok('DELETE', path);
    expect((await door.call('GET', `${path}/attachments/${String(file['id'])}`)).status).toBe(404);
    await eventually(async () => (await store.info(String(id), String(file['id']))) === null);
    await nc.close();
  });
});

describe('a body that is not JSON', () => {
  it.each([
    ['application/x-www-form-urlencoded', 'name=Form'],
    ['text/plain', '{"name":"Text"}'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('%s is refused with 415', async (type, body) => {
    const answer = await door.call('POST', '/api/projects', body, { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is fine where there is none', async () => {
    const task = (await door.ok('POST', `${project}/tasks`, { title: 'x' })) as unknown as TaskView;
    expect((await door.call('POST', `${project}/tasks/${task.id}/archive`)).status).toBe(200);
    const json = { 'content-type': 'application/json; charset=utf-8' };
    expect((await door.call('POST', `${project}/tasks`, '{"title":"x"}', json)).status).toBe(201);
  });
});

describe('an Idempotency-Key', () => {
  const key = (value: string) => ({ 'idempotency-key': value });

  it('gives the first answer again, and refuses another body', async () => {
    const first = await door.ok('POST', `${project}/tasks`, { title: 'One', priority: 'LOW' }, key('k1'));
    const again = await door.ok('POST', `${project}/tasks`, { priority: 'LOW', title: 'One' }, key('k1'));
    expect(again).toEqual(first);
    const other = await door.call('POST', `${project}/tasks`, { title: 'Two', priority: 'LOW' }, key('k1'));
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const path = `${project}/tasks/${String(first['id'])}`;
    await door.ok('PATCH', path, { title: 'Edited' }, key('k2'));
    expect(await door.ok('PATCH', path, { title: 'Edited' }, key('k2'))).toMatchObject({ title: 'Edited', version: 2 });
    expect((await door.call('PATCH', path, { title: 'Other' }, key('k2'))).status).toBe(422);
    expect(await door.call('PATCH', path, { title: 'x'.repeat(201) }, key('k2'))).toMatchObject({ status: 422 });
    expect(await door.ok('GET', path)).toMatchObject({ title: 'Edited', version: 2 });
  });

  it('of an upload belongs to its file', async () => {
    const first = await upload(Buffer.from('one'), 'a.txt', 'text/plain', key('k3'));
    expect(await upload(Buffer.from('one'), 'a.txt', 'text/plain', key('k3'))).toEqual(first);
    const other = await door.call('POST', `${project}/attachments?name=a.txt`, Buffer.from('two'), {
      'content-type': 'text/plain',
      ...key('k3'),
    });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('of many tasks repeats nothing', async () => {
    const { id } = await door.ok('POST', `${project}/tasks`, { title: 'Bulk' });
    const body = { action: 'priority', priority: 'URGENT', task_ids: [id] };
    const first = await door.ok('POST', `${project}/tasks/bulk`, body, key('k4'));
    expect(await door.ok('POST', `${project}/tasks/bulk`, body, key('k4'))).toEqual(first);
    expect(await door.ok('GET', `${project}/tasks/${String(id)}`)).toMatchObject({ version: 2, priority: 'URGENT' });
  });
});
