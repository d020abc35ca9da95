import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentWorld, agentToken, anthropicKey, proxyToken } from '../test/agent-world.ts';

describe('the files API', () => {
  let world: AgentWorld;
  beforeEach(async () => {
    world = new AgentWorld();
    await world.start();
  });
  afterEach(() => world.close());

  it('tells its health to everybody, and anything else to who has the token', async () => {
    expect((await world.files('/health', { headers: { authorization: '' } })).status).toBe(200);
    const wrong = ['', 'Bearer', 'Bearer x', `Basic ${agentToken}`, `Bearer ${agentToken}x`, `Bearer ${proxyToken}`];
    for (const authorization of wrong) {
      const response = await world.files('/v1/entry?path=', { headers: { authorization } });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, 'token_wrong']);
    }
    expect((await world.files('/v1/entry?path=')).status).toBe(200);
    expect((await world.files('/v1/nothing')).status).toBe(404);
    expect((await world.files('/v1/entry', { method: 'DELETE' })).status).toBe(404);
  });

  it('reads files whole, in ranges, and only where they have changed', async () => {
    world.write('a.html', '<script>0123456789');
    const whole = await world.files('/v1/file?path=a.html');
    expect(await whole.text()).toBe('<script>0123456789');
    expect(whole.headers.get('content-type')).toBe('application/octet-stream');
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff');
    const etag = whole.headers.get('etag') ?? '';
    expect((await world.files('/v1/file?path=a.html', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const part = await world.files('/v1/file?path=a.html', { headers: { range: 'bytes=8-9' } });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '01', 'bytes 8-9/18']);
    const rest = await world.files('/v1/file?path=a.html', { headers: { range: 'bytes=16-' } });
    expect(await rest.text()).toBe('89');
    expect((await world.files('/v1/file?path=a.html', { headers: { range: 'bytes=99-' } })).status).toBe(416);
    world.write('large', 'x'.repeat(5 * 2 ** 20));
    expect((await world.files('/v1/file?path=large')).status).toBe(413);
  });

  it('shows a folder or a part of a file', async () => {
    world.write('src/a.ts', 'let a;');
    expect(await (await world.files('/v1/entry?path=src')).json()).toMatchObject({
      kind: 'directory',
      entries: [{ name: 'a.ts', kind: 'file', size_bytes: 6 }],
    });
    expect(await (await world.files('/v1/entry?path=src/a.ts&offset=4&limit=1')).json()).toMatchObject({
      kind: 'file',
      size_bytes: 6,
      offset: 4,
      content: Buffer.from('a').toString('base64'),
    });
    expect((await world.files('/v1/entry?path=src/a.ts&offset=-1')).status).toBe(400);
    expect((await world.files('/v1/entry?path=none')).status).toBe(404);
  });

  it('writes only over the state that the writer has seen', async () => {
    const put = (body: string, headers: Record<string, string>): Promise<Response> =>
      world.files('/v1/file?path=a.txt', { method: 'PUT', body, headers });
    expect((await put('one', {})).status).toBe(428);
    const made = await put('one', { 'if-none-match': '*' });
    expect(made.status).toBe(201);
    expect((await put('two', { 'if-none-match': '*' })).status).toBe(412);
    expect((await put('two', { 'if-match': made.headers.get('etag') ?? '' })).status).toBe(200);
    expect((await put('three', { 'if-match': made.headers.get('etag') ?? '' })).status).toBe(412);
    expect((await put('x'.repeat(2 ** 20 + 1), { 'if-match': '"x"' })).status).toBe(413);
    expect(readFileSync(join(world.root, 'a.txt'), 'utf8')).toBe('two');
  });

  it('leads nowhere else', async () => {
    symlinkSync('/etc/passwd', join(world.root, 'link'));
    const paths = ['../x', '..%2Fx', '%2e%2e/x', '/etc/passwd', 'link', '.git/config', 'a%00b'];
    for (const path of paths) {
      expect((await world.files(`/v1/file?path=${path}`)).status).toBe(403);
      expect((await world.files(`/v1/entry?path=${path}`)).status).toBe(403);
      expect((await world.files(`/v1/git/diff?path=${path}`)).status).not.toBe(200);
    }
  });

  it('searches, and asks git', async () => {
    execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: world.root });
    world.write('a.txt', 'needle\n');
    expect(await (await world.files('/v1/search?query=needle')).json()).toEqual({
      matches: [{ path: 'a.txt', line: 1, text: 'needle' }],
      truncated: false,
    });
    expect((await world.files('/v1/search?query=')).status).toBe(400);
    expect(await (await world.files('/v1/git/status')).json()).toMatchObject({
      branch: 'main',
      changes: [{ path: 'a.txt', state: '??' }],
    });
    expect(await (await world.files('/v1/git/log')).json()).toEqual({ commits: [] });
    expect((await world.files('/v1/git/diff?from=--help')).status).toBe(422);
  });

  it('never tells its own secrets, wherever they were found', async () => {
    writeFileSync(join(world.root, 'stolen.txt'), `key: ${anthropicKey}\n`);
    const text = await (await world.files('/v1/search?query=key')).text();
    expect(text).toContain('key: [hidden]');
    expect(text).not.toContain(anthropicKey);
  });

  it('tells which files change, until nobody listens', async () => {
    world.write('src/a.ts', 'let a;');
    const abort = new AbortController();
    const response = await world.files('/v1/watch', { signal: abort.signal });
    const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
    let told = '';
    const until = async (text: string): Promise<void> => {
      while (!told.includes(text)) told += Buffer.from((await reader.read()).value ?? []).toString('utf8');
    };
    await until('event: ready');
    world.write('src/b.ts', 'let b;');
    world.write('.git/HEAD', 'ref: refs/heads/main');
    await until('{"event":"add","path":"src/b.ts"}');
    world.write('src/a.ts', 'let aa;');
    await until('{"event":"change","path":"src/a.ts"}');
    expect(told).not.toContain('.git');
    abort.abort();
  });
});
