import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from '@playwright/test';
import { connectToNats, OutputArchive, OutputLog, PatchArchive, scanFacts } from '@podium/jetstream';
import { test } from './fixtures.ts';
import { expectStatus } from './outcome.ts';

test('deleting a project removes its workspace, output and archives, and says what remains', async ({ stack, api }) => {
  const { id: projectId } = await api.createProject({ name: 'To be deleted' });
  const task = await api.createTask(projectId, { title: 'Add a README file' });
  await api.execute(task);
  await expectStatus(api, task, 'AI_REVIEW');
  const [session] = await api.sessions(task);
  const sessionId = String(session?.id);
  const nats = await connectToNats({ url: stack.natsUrl(), name: 'test' });
  try {
    const [output, archive] = [new OutputLog(nats), new OutputArchive(nats)];
    const patchesId = await patchesOf(nats, projectId);
    const patches = new PatchArchive(nats);
    const isThere = async () => ({
      folder: existsSync(dirname(stack.workspace(projectId))),
      output: (await output.readAll(projectId, sessionId)).length > 0,
      archive: (await archive.get(projectId, sessionId)) !== null,
      patches: (await patches.get(projectId, patchesId)) !== null,
    });
    await expect.poll(isThere).toEqual({ folder: true, output: true, archive: true, patches: true });

    const response = await fetch(`${stack.url}/api/projects/${projectId}`, { method: 'DELETE' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      project_id: projectId,
      removed: expect.arrayContaining(['workspace', 'output', 'archives', 'patches']),
      remains: expect.stringContaining(projectId),
    });

    await expect.poll(isThere).toEqual({ folder: false, output: false, archive: false, patches: false });
    const types: string[] = [];
    for await (const facts of scanFacts(nats, { projectId })) types.push(...facts.map(({ type }) => type));
    expect(types).toContain('podium.session.v1.SessionCompleted');
    expect(types).toContain('podium.project.v1.ProjectDeleted');
  } finally {
    await nats.close();
  }
});

/** Id of what the only turn of a project has changed. */
async function patchesOf(nats: Awaited<ReturnType<typeof connectToNats>>, projectId: string): Promise<string> {
  for await (const facts of scanFacts(nats, { projectId })) {
    for (const { type, data } of facts) {
      if (type === 'podium.session.v1.TurnEnded' && data.changes?.patchesId) return data.changes.patchesId;
    }
  }
  throw new Error('No turn has changed anything');
}
