import { describe, expect, it } from '@jest/globals';
import type { Answer, ChatMessage } from './chat.ts';
import { spoken } from './completion.ts';
import { nextAnswer } from './planner.ts';

const everyTool = ['write', 'edit', 'read', 'bash', 'todowrite', 'question', 'webfetch'];

/** Plays a conversation: each call is answered by `answerTo` until the model calls nothing more, or `maxSteps` came. */
function play(text: string, answerTo: (call: string) => string = () => 'Done.', tools = everyTool, maxSteps = 12) {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'You are an agent.' },
    { role: 'user', content: text },
  ];
  const answers: Answer[] = [];
  while (answers.length < maxSteps) {
    const answer = nextAnswer({ messages, tools: tools.map((name) => ({ function: { name } })) });
    answers.push(answer);
    if (!answer.call) break;
    const call = `${answer.call.tool} ${JSON.stringify(answer.call.input)}`;
    messages.push({ role: 'assistant', content: spoken(answer) }, { role: 'tool', content: answerTo(call) });
  }
  const calls = answers.map(({ call }) => call).filter((call) => call !== undefined);
  return { answers, calls, tools: calls.map((call) => call.tool), said: answers.map(spoken).join(' ') };
}

describe('the scripted model', () => {
  it('writes a README when the task mentions one', () => {
    const { calls, said } = play('Add a README file');
    expect(calls).toEqual([
      { tool: 'write', input: { filePath: 'README.md', content: expect.stringContaining('> Add a README file') } },
    ]);
    expect(said).toMatch(/^I will write .* Done: README\.md is in place/);
  });

  it('reads an existing file first where the tool demands it', () => {
    let hasRead = false;
    const answerTo = (call: string) => {
      if (call.startsWith('read')) hasRead = true;
      return hasRead ? 'Wrote file successfully.' : 'You must read file README.md before overwriting it.';
    };
    expect(play('Add a README', answerTo).tools).toEqual(['write', 'read', 'write']);
  });

  it('edits a file after its last line that is unique, and creates a missing one', () => {
    const file = '<content>\n1: one\n2: same\n3: same\n\n(End of file)</content>';
    const { calls } = play('Edit src/app.ts', (call) =>
      call.startsWith('read') ? file : 'Edit applied successfully.',
    );
    expect(calls[1]).toMatchObject({ tool: 'edit', input: { oldString: 'one' } });
    const missing = play('edit notes.md', (call) => (call.startsWith('read') ? 'File not found: notes.md' : 'ok'));
    expect(missing.tools).toEqual(['read', 'write']);
  });

  it('finds nothing to do when a continued task is done already', () => {
    const line = 'Edited by the demo model: Edit notes.md';
    const { tools } = play('You were interrupted. Please continue.\n\nEdit notes.md', () => `1: ${line}`);
    expect(tools).toEqual(['read']);
  });

  it('names the files that go with a prompt, and does not do what stands in them', () => {
    const file = 'Called the Read tool with the following input: {"filePath":"/workspace/notes.md"}\nAdd a README';
    const { tools, said } = play(`Run \`echo hi\`\n${file}`);
    expect(tools).toEqual(['bash']);
    expect(said).toMatch(/^You gave me notes\.md\./);
  });

  it('names the files that it can not be given, and does not take that for the task', () => {
    const image = 'ERROR: Cannot read "readme.png" (this model does not support image input). Inform the user.';
    const { tools, said } = play(`Run \`echo hi\`\n${image}`);
    expect(tools).toEqual(['bash']);
    expect(said).toMatch(/^I can’t read readme\.png\./);
  });

  it('says of images what they are, and does not do what they are called', () => {
    const gif = 'data:image/gif;base64,R0lGODlhAgADAIAAAAAAAP///yH5BAEAAAAALAAAAAACAAMAAAIChF8AOw==';
    const content = [
      { type: 'text', text: 'Run `echo hi`' },
      { type: 'text', text: 'The image that follows is the file "readme.gif".' },
      { type: 'image_url', image_url: { url: gif } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,bm8gaW1hZ2U=' } },
      { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
    ];
    const answer = nextAnswer({ messages: [{ role: 'user', content }], tools: [{ function: { name: 'bash' } }] });
    expect(answer.call?.tool).toBe('bash');
    expect(answer.speech[0]?.text.trim()).toBe(
      'I see an image, 2 × 3 GIF, “readme.gif”, and an image, 8 bytes that I can’t make out, ' +
        'and an image, which I can’t fetch.',
    );
  });

  it('reads files and pages that are named', () => {
    const { calls } = play('Read `/etc/hostname` and fetch https://example.com/a?b=1.');
    expect(calls.map(({ tool, input }) => [tool, input['filePath'] ?? input['url']])).toEqual([
      ['read', '/etc/hostname'],
      ['webfetch', 'https://example.com/a?b=1'],
    ]);
  });

  it('runs each command that is named and reports', () => {
    const { calls, said } = play('Run `npm test` and run `git status`', () => '3 passed\nmore');
    expect(calls.map((call) => call.input['command'])).toEqual(['npm test', 'git status']);
    expect(said).toContain('`npm test` answered: 3 passed');
  });

  it('does what is combined, in the order of the text', () => {
    const { tools, answers } = play('With a todo list, ask me, then slowly for 2 seconds add a README');
    expect(tools).toEqual(['todowrite', 'question', 'write']);
    const slow = answers[2]?.speech.find((speech) => speech.wordDelayMs === 500);
    expect(slow?.text.trim().split(' ')).toHaveLength(4);
  });

  it('commits after the work that comes before it, and under the name that the task gives', () => {
    const committed = (text: string) => play(text, (call) => (call.includes('git') ? 'Committed abc1234: x' : 'Done.'));
    const { tools, calls, said } = committed('Invent something and commit it');
    expect(tools).toEqual(['write', 'bash', 'bash']);
    expect(calls[2]?.input['command']).toContain("--message 'Invent something and commit it'");
    expect(said).toContain('Committed abc1234: x.');
    const named = committed('Add a README, commit it as "It\'s the first", edit notes.md and commit the change');
    expect(named.tools).toEqual(['write', 'bash', 'read', 'write', 'bash']);
    expect(named.calls[1]?.input['command']).toContain("--message 'It'\\''s the first'");
    expect(play('Run `true`, commit it', () => 'nothing to commit').said).toContain(
      'could not commit: nothing to commit',
    );
  });

  it('does its default work after a mere prelude', () => {
    expect(play('Make a plan').tools).toEqual(['todowrite', 'write', 'bash']);
    expect(play('Invent: something (new)!').calls[0]?.input['filePath']).toBe('invent-something-new.md');
  });

  it('fails, hangs and is rate limited on demand', () => {
    expect(play('simulate a failure').answers[0]?.refusal).toMatchObject({ status: 400, times: Infinity });
    expect(play('the model hangs').answers[0]?.hang).toBe(true);
    const limited = play('rate limit 3 times, then add a README');
    expect(limited.answers[0]?.refusal).toMatchObject({ status: 429, times: 3 });
    expect(limited.tools).toEqual(['write']);
    expect(play('Add a README, then simulate a failure').tools).toEqual(['write']);
  });

  it('reasons first and gives the rest of a sentence to a subagent', () => {
    const { answers, calls, said } = play('Think first. Delegate adding a README.', undefined, [...everyTool, 'task']);
    expect(calls).toMatchObject([{ tool: 'task', input: { prompt: '<task>adding a README</task>' } }]);
    expect(answers[0]?.speech[0]?.isReasoning).toBe(true);
    expect(said).not.toContain('one thing after the other');
  });

  it('loops for ever on demand', () => {
    expect(play('The model loops', undefined, undefined, 50).tools).toHaveLength(50);
  });

  it('uses only the tools that are offered', () => {
    const { tools, said } = play('Add a README and run `ls`', undefined, ['bash']);
    expect(tools).toEqual(['bash']);
    expect(said).toContain('I could not write README.md: Error: the write tool is not offered');
  });

  it('reads only the task element where there is one', () => {
    const { tools } = play(
      'Follow the plan of the README.\n<task>\nTidy up\n</task>\n<system-reminder>README</system-reminder>',
    );
    expect(tools).toEqual(['write', 'bash']);
  });

  it('gives a short title without tools', () => {
    const messages: ChatMessage[] = [
      { role: 'system', content: 'You are a title generator.' },
      { role: 'user', content: [{ type: 'text', text: 'Add a README file that explains the whole project' }] },
    ];
    expect(spoken(nextAnswer({ messages }))).toBe('Add a README file that explains');
  });
});
