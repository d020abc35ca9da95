import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@podium/testing';
import { startHarness, type Harness } from './harness.ts';
import { connectClient, type TestClient } from './live-client.ts';

const localOwner = { actor: 'user:owner', name: 'Local owner' };
const elsewhere = { actor: 'user:ada', name: 'Ada', connections: 1 };

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

/** A client and what it was last told of who looks at the project. */
async function watcher(projectId: string): Promise<{ client: TestClient; people(): unknown }> {
  const client = await connectClient(harness.gateway.url);
  let people: unknown = [];
  client.socket.on('presence', (message: { projectId: string; people: unknown }) => {
    if (message.projectId === projectId) ({ people } = message);
  });
  await client.ask('watch', { projectId });
  return { client, people: () => people };
}

async function newProject(): Promise<string> {
  return String((await harness.call('POST', '/api/projects', { name: 'Looked at' })).body['id']);
}

describe('who looks at a project', () => {
  it('is told as soon as it changes, each person once', async () => {
    const projectId = await newProject();
    const one = await watcher(projectId);
    await eventually(() => JSON.stringify(one.people()) === JSON.stringify([{ ...localOwner, connections: 1 }]));
    const other = await watcher(projectId);
    await eventually(() => JSON.stringify(one.people()) === JSON.stringify([{ ...localOwner, connections: 2 }]));
    // To another project, in the same window.
    await other.client.ask('watch', { projectId: await newProject() });
    await eventually(() => JSON.stringify(one.people()) === JSON.stringify([{ ...localOwner, connections: 1 }]));
    one.client.close();
    other.client.close();
  });

  it('is forgotten with the gateway that they were connected to', async () => {
    const projectId = await newProject();
    const { client, people } = await watcher(projectId);
    const report = { gateway: 'one that was killed', projectId, people: [elsewhere], isAsking: false };
    harness.nc.publish('podium.ctl.gateway.presence', JSON.stringify(report));
    await eventually(() => (people() as unknown[]).length === 2);
    expect(people()).toEqual([elsewhere, { ...localOwner, connections: 1 }]);
    await eventually(() => (people() as unknown[]).length === 1);
    expect(people()).toEqual([{ ...localOwner, connections: 1 }]);
    client.close();
  });
});
