import { describe, expect, it } from '@jest/globals';
import { OutputKind, type OutputChunk } from '@podium/proto';
import fc from 'fast-check';
import { filesTouched, foldActivity, foldOutput, latestTodos, type ActivityItem } from './activity.ts';
import type { ActivityData } from './activity-data.ts';

function chunk(
  number: number,
  kind: OutputKind,
  text: string,
  more: Partial<OutputChunk> & { of?: ActivityData } = {},
) {
  const { of, ...rest } = more;
  const time = `2026-01-01T00:00:${String(number % 60).padStart(2, '0')}Z`;
  const data = of ? { data: JSON.stringify(of) } : {};
  return { sessionId: 's', number, kind, text, time, partOffset: 0, ...rest, ...data } satisfies OutputChunk;
}

const { TEXT, TOOL, TOOL_RESULT, STEP, TODO, FILES, PROMPT, DONE } = OutputKind;
const usage = { input_tokens: 3, output_tokens: 2, cached_tokens: 0, cost_usd: 0.5 };
const prompt = { prompt_id: 'p', turn: 2, requested_by: 'user:ann', attachments: [] };

const output: OutputChunk[] = [
  chunk(1, PROMPT, 'Mend it', { partId: 'podium:prompt:2', messageId: 'msg_1', of: { prompt } }),
  chunk(2, TEXT, 'I will', { partId: 'prt_1', messageId: 'msg_2' }),
  chunk(3, TEXT, ' look.', { partId: 'prt_1', partOffset: 6, messageId: 'msg_2' }),
  chunk(4, TOOL, 'bash: make', {
    partId: 'prt_2:call',
    tool: 'bash',
    callId: 'c',
    of: { arguments: { command: 'make' } },
  }),
  chunk(5, TOOL_RESULT, 'oh', { partId: 'prt_2:result', tool: 'bash', callId: 'c' }),
  chunk(6, TOOL_RESULT, ' no', { partId: 'prt_2:result', partOffset: 2, tool: 'bash', callId: 'c' }),
  chunk(7, TOOL_RESULT, '', {
    partId: 'prt_2:end',
    tool: 'bash',
    of: { end: { status: 'completed', exit_code: 2, duration_ms: 40 } },
  }),
  chunk(8, TODO, '', { partId: 'prt_3:todo', of: { todos: [{ text: 'Mend', status: 'pending', priority: 'high' }] } }),
  chunk(9, FILES, '', { partId: 'prt_4:files', of: { files: ['a.ts', 'b.ts'] } }),
  chunk(10, STEP, '', { partId: 'msg_2:step', of: { usage } }),
  chunk(11, FILES, '', { partId: 'prt_5:files', of: { files: ['b.ts', 'c.ts'] } }),
  chunk(12, DONE, 'completed', { partId: 'podium:done' }),
];

describe('activity', () => {
  it('is what happened, in order, with all that belongs together in one item', () => {
    const items = foldOutput(output);
    expect(items.map(({ kind }) => kind)).toEqual([
      'prompt',
      'message',
      'tool',
      'todo',
      'files',
      'step',
      'files',
      'done',
    ]);
    expect(items[0]).toMatchObject({ text: 'Mend it', prompt, message_id: 'msg_1', number: 1 });
    expect(items[1]).toMatchObject({ text: 'I will look.', number: 2, last_number: 3, message_id: 'msg_2' });
    expect(items[2]?.tool).toEqual({
      name: 'bash',
      call_id: 'c',
      title: 'bash: make',
      arguments: { command: 'make' },
      result: 'oh no',
      status: 'failed',
      exit_code: 2,
      duration_ms: 40,
    });
    expect(items[5]?.usage).toEqual(usage);
    expect(latestTodos(items)).toEqual([{ text: 'Mend', status: 'pending', priority: 'high' }]);
    expect(filesTouched(items)).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  it('shows output of before calls had an end as far as it goes', () => {
    const old = [
      chunk(1, TOOL, 'write a.md', { partId: 'prt_1:call', tool: 'write' }),
      chunk(2, TOOL_RESULT, 'Wrote it.', { partId: 'prt_1:result', tool: 'write' }),
      chunk(3, TOOL, 'bash: sleep', { partId: 'prt_2:call', tool: 'bash' }),
      chunk(4, TEXT, 'No part id'),
      chunk(5, DONE, 'cancelled', { partId: 'podium:done' }),
    ];
    const items = foldOutput(old);
    expect(items.map(({ tool, text }) => tool?.status ?? text)).toEqual([
      'completed',
      'failed',
      'No part id',
      'cancelled',
    ]);
    expect(items[0]?.tool?.arguments).toBeNull();
  });

  it('does not stumble over data that it can not read', () => {
    const [item] = foldOutput([chunk(1, TOOL, 'x', { partId: 'prt_1:call', data: 'no JSON' })]);
    expect(item?.tool?.arguments).toBeNull();
  });

  it('keeps what does not change', () => {
    const before = foldOutput(output.slice(0, 5));
    const after = foldActivity(before, output[5] ?? chunk(6, TEXT, ''));
    expect(after[1]).toBe(before[1]);
    expect(after[2]).not.toBe(before[2]);
  });

  it('is the same chunk by chunk as at once, from any page on and whatever comes twice', () => {
    fc.assert(
      fc.property(fc.nat(output.length), fc.nat(output.length), (page, overlap) => {
        let items: readonly ActivityItem[] = foldOutput(output.slice(0, page));
        for (const each of output.slice(Math.max(0, page - overlap))) items = foldActivity(items, each);
        expect(items).toEqual(foldOutput(output));
      }),
    );
  });
});
