import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signEveryMs, tellSign, type HeldSign } from '@podium/jetstream';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { startHarness, type Harness } from './harness.ts';
import { connectClient, type TestClient } from './live-client.ts';

interface Contact {
  projectId: string;
  runners: number;
  heard: string[];
  lost: { sessionId: string; since: string; isHeld: boolean }[];
}

let harness: Harness;
let other: RunningService;
beforeAll(async () => {
  harness = await startHarness();
  other = await harness.replica();
});
afterAll(async () => {
  await other.close();
  await harness.close();
});

/** A replica of session-svc, as far as it is heard. */
class Replica {
  #beat: NodeJS.Timeout | undefined;

  constructor(private readonly name: string) {}

  says(sessions: HeldSign[], isLast = false): void {
    this.dies();
    const tell = (): void => tellSign(harness.nc, { replica: this.name, sessions, isLast });
    tell();
    if (!isLast) this.#beat = setInterval(tell, signEveryMs);
  }

  dies(): void {
    clearInterval(this.#beat);
  }
}

/** A client, and all that it was told of a project. */
async function looker(url: string, projectId: string): Promise<{ client: TestClient; told: Contact[] }> {
  const client = await connectClient(url);
  const told: Contact[] = [];
  client.socket.on('contact', (contact: Contact) => told.push(contact));
  await client.ask('steps', { projectId });
  return { client, told };
}

async function newProject(): Promise<string> {
  return String((await harness.call('POST', '/api/projects', { name: 'Looked at' })).body['id']);
}

describe('whether agents are heard', () => {
  it('is told by every gateway, as soon as it changes, and to newcomers at once', async () => {
    const [projectId, elsewhere] = [await newProject(), await newProject()];
    const [one, two] = [new Replica('one'), new Replica('two')];
    const held = (sessionId: string, lostSince: string | null = null): HeldSign => ({
      projectId,
      sessionId,
      lostSince,
    });
    one.says([held('a'), held('b'), { projectId: elsewhere, sessionId: 'x', lostSince: null }]);
    two.says([]);
    const lookers = await Promise.all([harness.gateway.url, other.url].map((url) => looker(url, projectId)));
    for (const { told } of lookers) {
      await eventually(() => told.at(-1)?.runners === 2);
      expect(told.at(-1)).toEqual({ projectId, runners: 2, heard: ['a', 'b'], lost: [] });
    }
    const since = new Date().toISOString();
    one.says([held('a'), held('b', since)]);
    for (const { told } of lookers) await eventually(() => told.at(-1)?.lost.length === 1);
    const late = await looker(other.url, projectId);
    await eventually(() => late.told.length > 0);
    expect(late.told[0]).toMatchObject({ heard: ['a'], lost: [{ sessionId: 'b', since, isHeld: true }] });

    one.dies();
    for (const { told } of lookers) {
      await eventually(() => told.at(-1)?.runners === 1);
      expect(told.at(-1)).toMatchObject({
        heard: [],
        lost: [
          { sessionId: 'a', isHeld: false },
          { sessionId: 'b', isHeld: false },
        ],
      });
      // Known since its last sign, not since somebody noticed.
      expect(Date.parse(told.at(-1)?.lost[0]?.since ?? '')).toBeLessThan(Date.now() - 2 * signEveryMs);
    }
    two.says([held('a'), held('b')]);
    for (const { told } of lookers) await eventually(() => told.at(-1)?.heard.length === 2);
    two.says([], true);
    for (const { told } of lookers) await eventually(() => told.at(-1)?.runners === 0);
    for (const { client } of [...lookers, late]) client.close();
  }, 120_000);

  it('is not guessed by a gateway that has only begun to listen', async () => {
    const projectId = await newProject();
    const young = await harness.replica();
    const { client, told } = await looker(young.url, projectId);
    const replica = new Replica('slow');
    replica.says([{ projectId, sessionId: 'a', lostSince: null }]);
    await eventually(() => told.length > 0);
    expect(told[0]).toMatchObject({ heard: ['a'], lost: [] });
    replica.dies();
    client.close();
    await young.close();
  }, 120_000);

  it('is told to members only', async () => {
    const projectId = await newProject();
    const { client, told } = await looker(harness.gateway.url, await newProject());
    const replica = new Replica('discreet');
    replica.says([{ projectId, sessionId: 'secret', lostSince: null }]);
    await eventually(() => told.length > 0);
    expect(JSON.stringify(told)).not.toContain('secret');
    replica.dies();
    client.close();
  }, 120_000);
});
