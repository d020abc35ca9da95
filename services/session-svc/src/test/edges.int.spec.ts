import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { foldOutput, type ActivityItem } from '@podium/board';
import { streams } from '@podium/jetstream';
import { PermissionAnswer } from '@podium/proto';
import type { RunningService } from '@podium/service-kit';
import { eventually } from '@podium/testing';
import { PeculiarModel, type ModelCall } from './peculiar-model.ts';
import { SessionWorld } from './session-world.ts';

// A real OpenCode on a busy machine.
jest.setTimeout(180_000);

const megabyte = 'ä'.repeat(500_000);
const manyLines = Array.from({ length: 100_000 }, (_, line) => `line ${line}: 🦄 compiled in ${line % 90} ms`).join(
  '\n',
);
const novel = 'Once upon a time. '.repeat(2_000).trim();
const bash = (command: string): ModelCall => ({ tool: 'bash', input: { command, description: 'Runs it' } });
const options = Array.from({ length: 30 }, (_, index) => ({
  label: `Option ${index + 1}`,
  description: 'One of many',
}));

const plays = {
  'huge arguments': [
    { calls: [{ tool: 'write', input: { filePath: 'huge.txt', content: megabyte } }] },
    { text: 'Written.' },
  ],
  'a long text': [{ text: megabyte }],
  'a very long text': [{ text: manyLines }],
  'a novel': [{ text: novel }],
  'many lines': [{ calls: [bash('seq 1 100000')] }, { text: 'Counted.' }],
  'one long line': [{ calls: [bash('head -c 1000000 /dev/zero | tr "\\0" x')] }, { text: 'Said.' }],
  'binary output': [
    { calls: [bash('head -c 100000 /dev/urandom; printf "\\033[31mred\\033[0m\\n\\0\\r\\007end"')] },
    { text: 'Noise.' },
  ],
  'many permissions': [
    { calls: Array.from({ length: 50 }, (_, index) => bash(`true ask ${index}`)) },
    { text: 'All asked.' },
  ],
  'many options': [
    { calls: [{ tool: 'question', input: { questions: [{ question: 'Which one?', header: 'Choice', options }] } }] },
    { text: 'Chosen.' },
  ],
  'an empty answer': [{}],
  'an empty end': [{ calls: [bash('true')] }, {}],
  'a broken stream': [{ text: 'Half of ', end: 'cut' as const }],
  'an error in the stream': [{ text: 'Half of ', end: 'error' as const }],
  'an unknown tool': [{ calls: [{ tool: 'teleport', input: { to: 'the moon' } }] }, { text: 'Stayed here.' }],
  'wrong arguments': [{ calls: [{ tool: 'read', input: { path: 7 } }] }, { text: 'Well.' }],
};

let world: SessionWorld;
let service: RunningService;
let model: PeculiarModel;

beforeAll(async () => {
  model = await PeculiarModel.start(plays);
  world = await SessionWorld.create();
  world.modelUrl = model.url;
  world.permission = { external_directory: 'ask', bash: { '*': 'allow', 'true ask*': 'ask' } };
  service = await world.start({ PODIUM_RETRY_SECONDS: '1,1,1' });
  await world.projectIsCreated(3);
  await world.podIsReady();
});
afterAll(async () => {
  await service.close();
  await world.dispose();
  await model.close();
});

/** What a session shows in the end, which is complete and in order. */
async function shown(sessionId: string): Promise<readonly ActivityItem[]> {
  const completed = await world.fact(sessionId, 'podium.session.v1.SessionCompleted', 120);
  const output = await world.output(sessionId);
  expect(output.map(({ number }) => number)).toEqual(output.map((_, index) => index + 1));
  expect(output).toHaveLength(completed.data.outputChunks);
  return foldOutput(output);
}

async function play(name: keyof typeof plays): Promise<readonly ActivityItem[]> {
  const { sessionId } = await world.execute(`Play ${name}`);
  return shown(sessionId);
}

function said(items: readonly ActivityItem[]): string {
  return items.flatMap(({ kind, text }) => (kind === 'message' ? [text] : [])).join('');
}

describe('a session of an agent that', () => {
  it('writes a file of a megabyte shows the beginning of it, and the file is whole', async () => {
    const items = await play('huge arguments');
    const tool = items.find((item) => item.tool?.name === 'write')?.tool;
    expect(tool?.status).toBe('completed');
    expect(String(tool?.arguments?.['content'])).toMatch(/^ä{10000}\n… 490000 more characters$/);
    expect(await readFile(join(world.openCode?.directory ?? '', 'huge.txt'), 'utf8')).toBe(megabyte);
    expect(said(items)).toBe('Written.');
  });

  it('says a megabyte in one answer shows all of it', async () => {
    expect(said(await play('a long text'))).toBe(megabyte);
  });

  it('says a hundred thousand lines, more than one message of the log takes, shows all of them', async () => {
    expect(said(await play('a very long text')) === manyLines).toBe(true);
  });

  it('says what the log refuses for a while has not ended before all of it is kept', async () => {
    const { streams: api } = await world.nats.jetstreamManager();
    await api.update(streams.output, { max_msg_size: 2_000 });
    const { sessionId } = await world.execute('Play a novel');
    await eventually(async () => world.story(sessionId).includes('SessionStarted'));
    // Time enough for the answer, which comes at once.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(world.story(sessionId)).not.toContain('TurnEnded');
    await api.update(streams.output, { max_msg_size: -1 });
    expect(said(await shown(sessionId))).toBe(novel);
  });

  it.each<['many lines' | 'one long line', RegExp, string]>([
    // Its beginning where that could be seen while it ran, otherwise what the runtime kept, which is the end.
    ['many lines', /^1\n2\n3\n|\n99999\n|\n3\d{4}\n/, 'Counted.'],
    ['one long line', /x{1000}/, 'Said.'],
  ])('runs a command of %s shows a part of it, says that there is more, and goes on', async (name, part, end) => {
    const items = await play(name);
    const tool = items.find((item) => item.tool?.name === 'bash')?.tool;
    expect(tool).toMatchObject({ status: 'completed', exit_code: 0 });
    expect(tool?.result).toMatch(part);
    expect(tool?.result).toMatch(/not shown$|truncated/);
    expect(tool?.result.length).toBeLessThan(60_000);
    expect(said(items)).toBe(end);
  });

  it('runs a command whose output is no text goes on', async () => {
    const items = await play('binary output');
    const tool = items.find((item) => item.tool?.name === 'bash')?.tool;
    expect(tool).toMatchObject({ status: 'completed', exit_code: 0 });
    expect(said(items)).toBe('Noise.');
  });

  it('asks fifty permissions at once waits for each of them, and does what it was allowed', async () => {
    const { sessionId } = await world.execute('Play many permissions');
    const asked = () => world.facts(sessionId).filter(({ type }) => type === 'podium.session.v1.PermissionAsked');
    const answered = new Set<string>();
    await eventually(
      async () => {
        for (const fact of asked()) {
          const { gateId } = fact.data as { gateId: string };
          if (answered.has(gateId)) continue;
          answered.add(gateId);
          const answer = PermissionAnswer.ONCE;
          await world.ask('podium.session.v1.PermissionAnswerRequested', { sessionId, gateId, answer });
        }
        return world.story(sessionId).includes('SessionCompleted');
      },
      { timeoutSeconds: 120 },
    );
    const items = await shown(sessionId);
    const calls = items.flatMap(({ tool }) => (tool?.name === 'bash' ? [tool.status] : []));
    expect(calls).toEqual(Array.from({ length: 50 }, () => 'completed'));
    expect(answered.size).toBe(50);
    expect(said(items)).toBe('All asked.');
  });

  it('asks a question with thirty options gives all of them to choose from', async () => {
    const { sessionId } = await world.execute('Play many options');
    const { gateId, questions } = (await world.fact(sessionId, 'podium.session.v1.QuestionAsked')).data;
    expect(questions[0]?.options.map(({ label }) => label)).toEqual(options.map(({ label }) => label));
    const answers = [{ choices: ['Option 30'] }];
    await world.ask('podium.session.v1.QuestionAnswerRequested', { sessionId, gateId, answers });
    const items = await shown(sessionId);
    expect(items.find((item) => item.tool?.name === 'question')?.tool?.result).toContain('Option 30');
  });

  it.each<['an empty answer' | 'an empty end']>([['an empty answer'], ['an empty end']])(
    'gives %s has ended, and says nothing that it did not say',
    async (name) => {
      expect(said(await play(name))).toBe('');
    },
  );

  it('breaks off in the middle of an answer begins it again, and loses nothing that came', async () => {
    const items = await play('a broken stream');
    expect(said(items)).toContain('Once more.');
  });

  it.each<['an unknown tool' | 'wrong arguments', string]>([
    ['an unknown tool', 'Stayed here.'],
    ['wrong arguments', 'Well.'],
  ])('calls %s is told so and goes on', async (name, end) => {
    expect(said(await play(name))).toBe(end);
  });

  it('tells of an error in the middle of an answer is tried again, and the reason is in words', async () => {
    const { sessionId } = await world.execute('Play an error in the stream');
    const { data } = await world.fact(sessionId, 'podium.session.v1.SessionRetryScheduled');
    expect(data.message).toBe('The model broke down');
    expect(said(await shown(sessionId))).toContain('Half of');
  });
});
