import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AttachmentStore, WorkspaceFiles } from '@podium/jetstream';
import type { AttachmentRef } from '@podium/proto';
import type { ContentPart } from '@podium/scripted-model';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { OpenCodeClient } from '../opencode/open-code-client.ts';
import { noisyPng } from './noisy-png.ts';
import { SessionWorld, type Execution } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

let world: SessionWorld;
let service: RunningService;

beforeAll(async () => {
  world = await SessionWorld.create();
  service = await world.start();
  await world.projectIsCreated(2);
  await world.podIsReady();
  await mkdir(join(workspace(), 'src'));
  await writeFile(join(workspace(), 'src', 'app.ts'), 'export const answer = 42;\n');
});
afterAll(async () => {
  await service.close();
  await world.dispose();
});

function workspace(): string {
  return world.openCode?.directory ?? '';
}

/** What the model got to read of what the person said. */
async function read({ sessionId }: Execution): Promise<string> {
  const started = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
  await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
  if (!world.openCode) throw new Error('The pod is not there');
  const messages = await new OpenCodeClient(world.openCode.connection).messages(started.data.runtimeSessionId);
  const said = messages.filter(({ info }) => info.role === 'user').flatMap(({ parts }) => parts);
  return said.map((part) => ('text' in part ? part.text : JSON.stringify(part))).join('\n');
}

async function attach(name: string, contentType: string, bytes: Uint8Array): Promise<AttachmentRef> {
  const attachmentId = crypto.randomUUID();
  const stored = { attachmentId, name, contentType, storedAt: new Date().toISOString(), storedBy: 'user:test' };
  await new AttachmentStore(world.nats).put(world.projectId, stored, bytes);
  return { attachmentId, name, contentType, sizeBytes: bytes.length };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe('what a prompt can choose from', () => {
  it('is a fact, once', async () => {
    const { data } = await world.fact('catalogue', 'podium.session.v1.RuntimeCatalogued');
    expect(data.models).toEqual([
      {
        model: { providerId: 'podium-demo', modelId: 'scripted', label: 'Demo model (scripted)', scripted: true },
        isDefault: true,
        readsImages: true,
      },
    ]);
    expect(data.agents.map(({ name }) => name)).toEqual(['build', 'plan']);
    expect(data.commands.map(({ name }) => name)).toContain('init');
    await world.podIsReady(1);
    await world.execute('Run `echo hello`').then(read);
    expect(world.story('catalogue')).toEqual(['RuntimeCatalogued']);
  });

  it('are the files of the workspace, as the last agent left them', async () => {
    await read(await world.execute('Add a README file'));
    const listings = new WorkspaceFiles(world.nats);
    const listing = await eventually(async () => {
      const found = await listings.get(world.projectId);
      return found?.files.includes('README.md') ? found : undefined;
    });
    expect(listing.files).toContain('src/app.ts');
  });
});

describe('a prompt', () => {
  it('shows the agent the files that it mentions, and no others', async () => {
    const text = await read(await world.execute('Run `echo hi` and look at @src/app.ts, @src/gone.ts and @../secret'));
    expect(text).toContain('export const answer = 42;');
    expect(text).not.toContain('File not found');
  });

  it('brings its attachments, and says which ones the agent can not read', async () => {
    const attachments = [
      await attach('notes.md', 'text/markdown', Buffer.from('Remember the milk.')),
      await attach('data.bin', 'application/octet-stream', Buffer.from([0, 255, 1])),
      { attachmentId: 'gone', name: 'gone.txt', contentType: 'text/plain', sizeBytes: 1 },
    ];
    const execution = await world.execute('Run `echo hi`', undefined, { options: { attachments } });
    expect(await read(execution)).toContain('Remember the milk.');
    const output = (await world.output(execution.sessionId)).map(({ text }) => text).join('\n');
    expect(output).toContain('could not be given data.bin');
    expect(output).toContain('could not be given gone.txt: it was removed');
  });

  it('shows a model that reads images its images, byte for byte', async () => {
    const noise = noisyPng(640, 480);
    const attachments = [
      await attach('noise.png', 'image/png', noise),
      await attach('dot.png', 'image/png', noisyPng(1, 1)),
      await attach('paper.pdf', 'application/pdf', Buffer.from('%PDF-1.4\n%âãÏÓ\n')),
    ];
    const execution = await world.execute('Run `echo seen`', undefined, { options: { attachments } });
    await world.fact(execution.sessionId, 'podium.session.v1.SessionCompleted', 60);
    const given = world.modelRequests.flatMap(({ messages }) => messages.map(({ content }) => content));
    const images = given
      .flatMap((content) => (Array.isArray(content) ? (content as readonly ContentPart[]) : []))
      .flatMap(({ image_url: image }) => (image ? [image.url] : []));
    const digests = new Set(images.map((url) => sha256(Buffer.from(url.split('base64,')[1] ?? '', 'base64'))));
    expect(digests).toContain(sha256(noise));
    expect(digests.size).toBe(2);
    const output = (await world.output(execution.sessionId)).map(({ text }) => text).join('');
    expect(output).toContain('I see an image, 640 × 480 PNG, “noise.png”, and an image, 1 × 1 PNG, “dot.png”.');
    expect(output).toContain('I can’t read paper.pdf.');
  });

  it('is answered by the agent that was chosen', async () => {
    const { sessionId } = await world.execute('Run `echo hi`', undefined, {
      options: { agent: 'plan', attachments: [] },
    });
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    if (!world.openCode) throw new Error('The pod is not there');
    const messages = await new OpenCodeClient(world.openCode.connection).messages(data.runtimeSessionId);
    expect(new Set(messages.map(({ info }) => (info as { agent?: string }).agent))).toEqual(new Set(['plan']));
  });

  it('that begins with a command of the runtime is sent as that', async () => {
    const execution = await world.execute('/init mind the tests');
    const text = await read(execution);
    expect(text).toContain('AGENTS.md');
    expect(text).toContain('mind the tests');
    expect(text).not.toContain('/init');
  });
});

describe('the workspace', () => {
  it('is put back to before a prompt, and forward again', async () => {
    const file = join(workspace(), 'src', 'app.ts');
    const execution = await world.execute('edit src/app.ts');
    const { sessionId } = execution;
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionStarted');
    const revert = { sessionId, messageId: data.runtimeMessageId };
    const early = await world.ask('podium.session.v1.SessionRevertRequested', revert);
    await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 60);
    await world.executionHasEnded(execution);
    expect(await readFile(file, 'utf8')).toContain('Edited by the demo model');
    if (!world.story(sessionId).includes('SessionReverted'))
      expect(await world.refusalOf(early)).toBe('session_active');

    await world.ask('podium.session.v1.SessionRevertRequested', revert);
    await eventually(() => world.story(sessionId).includes('SessionReverted'));
    expect(await readFile(file, 'utf8')).toBe('export const answer = 42;\n');
    await world.ask('podium.session.v1.SessionUnrevertRequested', { sessionId });
    await eventually(() => world.story(sessionId).includes('SessionUnreverted'));
    expect(await readFile(file, 'utf8')).toContain('Edited by the demo model');
    const again = await world.ask('podium.session.v1.SessionUnrevertRequested', { sessionId });
    expect(await world.refusalOf(again)).toBe('not_reverted');
    const unknown = await world.ask('podium.session.v1.SessionRevertRequested', {
      sessionId,
      messageId: 'msg_unknown',
    });
    expect(await world.refusalOf(unknown)).toBe('message_not_found');
  });
});
