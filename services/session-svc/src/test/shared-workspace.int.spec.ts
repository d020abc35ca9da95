import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { foldOutput } from '@podium/board';
import { readOutcomes } from '@podium/jetstream';
import type { Recorded } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { SessionWorld, type Execution } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(120_000);

let world: SessionWorld;
let service: RunningService;

beforeAll(async () => {
  world = await SessionWorld.create();
  service = await world.start();
  await world.projectIsCreated(3);
  await world.podIsReady();
});
afterAll(async () => {
  await service.close();
  await world.dispose();
});

async function contentOf(name: string): Promise<string | null> {
  return readFile(join(world.openCode?.directory ?? '', name), 'utf8').catch(() => null);
}

async function ended(...executions: Execution[]): Promise<void> {
  for (const execution of executions) {
    await world.fact(execution.sessionId, 'podium.session.v1.SessionCompleted');
    await world.executionHasEnded(execution);
  }
}

async function run(text: string): Promise<Execution> {
  const execution = await world.execute(text);
  await ended(execution);
  return execution;
}

async function turnOf({ sessionId }: Execution): Promise<Recorded<'podium.session.v1.TurnEnded'>['data']> {
  return (await world.fact(sessionId, 'podium.session.v1.TurnEnded')).data;
}

/** Asks for the workspace to be put back to before a session. */
async function putBack({ sessionId }: Execution, withOthersWork?: boolean): Promise<string> {
  const { runtimeMessageId: messageId } = (await world.fact(sessionId, 'podium.session.v1.SessionStarted')).data;
  return world.ask('podium.session.v1.SessionRevertRequested', {
    sessionId,
    messageId,
    ...(withOthersWork === undefined ? {} : { withOthersWork }),
  });
}

/** Code and words of a refusal. */
async function refusal(requestId: string): Promise<string> {
  const signal = AbortSignal.timeout(60_000);
  for await (const { causationid, data } of readOutcomes(world.nats, { after: 0, signal })) {
    if (causationid === requestId && 'rejection' in data) return `${data.rejection?.code}: ${data.rejection?.detail}`;
  }
  throw new Error('The request was not refused');
}

describe('two sessions in one workspace', () => {
  let first: Execution;
  let second: Execution;

  beforeAll(async () => {
    first = await world.execute('Run `echo a > a.txt; sleep 6`. Edit own.md');
    await eventually(async () => (await contentOf('a.txt')) !== null);
    second = await world.execute('Run `echo b > b.txt`. Edit notes.md');
    await ended(second, first);
  });

  it('are told apart by what their own tools wrote, and it is said that the other one was there', async () => {
    const turn = await turnOf(first);
    expect(turn.changes?.company).toEqual({
      others: [{ sessionId: second.sessionId, taskId: second.taskId, title: 'Run `echo b > b.txt`. Edit notes.md' }],
    });
    expect(turn.changes?.files.map(({ path, own }) => [path, own ?? false])).toEqual([
      ['a.txt', false],
      ['b.txt', false],
      ['notes.md', false],
      ['own.md', true],
    ]);
    const other = await turnOf(second);
    expect(other.changes?.company?.others.map(({ sessionId }) => sessionId)).toEqual([first.sessionId]);
    expect(other.changes?.files.find(({ path }) => path === 'notes.md')?.own).toBe(true);
  });

  it('are told apart in the steps of the output, too', async () => {
    const steps = foldOutput(await world.output(first.sessionId)).filter(({ kind }) => kind === 'files');
    expect(steps[0]).toMatchObject({ others: ['Run `echo b > b.txt`. Edit notes.md'] });
    expect(steps[0]?.files).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
    expect(steps[0]).not.toHaveProperty('own_files');
    expect(steps.at(-1)).toMatchObject({ files: ['own.md'], own_files: ['own.md'] });
  });

  it('nobody is said to have been there who was not', async () => {
    const alone = await turnOf(await run('Run `echo c >> a.txt`'));
    expect(alone.changes?.files.map(({ path }) => path)).toEqual(['a.txt']);
    expect(alone.changes).not.toHaveProperty('company');
  });

  it('putting one back is refused where it would undo the work of others, who are named', async () => {
    expect(await refusal(await putBack(first))).toMatch(
      /^others_work: This would also undo work of others .*“Run `echo b > b\.txt`\. Edit notes\.md” \(.*b\.txt, notes\.md.*\), “Run `echo c >> a\.txt`” \(a\.txt\)\.$/,
    );
    expect(await contentOf('b.txt')).toBe('b\n');
    expect(await contentOf('notes.md')).not.toBeNull();

    await putBack(first, true);
    await world.fact(first.sessionId, 'podium.session.v1.SessionReverted');
    expect(await Promise.all(['a.txt', 'b.txt', 'notes.md', 'own.md'].map(contentOf))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('so is bringing it back, where others have worked since', async () => {
    await run('Run `echo d > a.txt`');
    const { sessionId } = first;
    const words = await refusal(await world.ask('podium.session.v1.SessionUnrevertRequested', { sessionId }));
    expect(words).toMatch(/^others_work: .*: “Run `echo d > a\.txt`” \(a\.txt\)\.$/);
    expect(await contentOf('a.txt')).toBe('d\n');
    await world.ask('podium.session.v1.SessionUnrevertRequested', { sessionId, withOthersWork: true });
    await world.fact(sessionId, 'podium.session.v1.SessionUnreverted');
    expect(await contentOf('a.txt')).toBe('a\nc\n');
    expect(await contentOf('b.txt')).toBe('b\n');
  });
});

describe('putting a workspace back', () => {
  it('needs no word where nobody else changed the files, whoever worked there meanwhile', async () => {
    const mine = await run('Run `echo m > mine.txt`');
    await run('Run `echo e > else.txt`');
    await putBack(mine);
    await world.fact(mine.sessionId, 'podium.session.v1.SessionReverted');
    expect([await contentOf('mine.txt'), await contentOf('else.txt')]).toEqual([null, 'e\n']);
  });

  it('is refused while another agent is at work there', async () => {
    const mine = await run('Run `echo m > mine2.txt`');
    const other = await world.execute('Run `sleep 30`');
    await world.fact(other.sessionId, 'podium.session.v1.SessionStarted');
    expect(await refusal(await putBack(mine))).toBe('others_work: At work in it right now: “Run `sleep 30`”.');
    await world.ask('podium.session.v1.SessionStopRequested', other);
    await world.fact(other.sessionId, 'podium.session.v1.SessionCancelled');
    // What a broken-off step changed nobody knows.
    expect(await refusal(await putBack(mine))).toMatch(/“Run `sleep 30`” \(perhaps some files\)\.$/);
  });
});
