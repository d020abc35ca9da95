import { describe, expect, it } from '@jest/globals';
import { newMessageId } from './message-id.ts';
import { toolLine } from './tool-line.ts';
import { maxResultLength, toolResult } from './tool-result.ts';

describe('the line of a tool call', () => {
  it.each([
    ['write', { filePath: '/workspace/src/a.ts' }, 'write src/a.ts'],
    ['read', { filePath: '/etc/hosts' }, 'read /etc/hosts'],
    ['edit', { filePath: 'README.md' }, 'edit README.md'],
    ['bash', { command: 'npm test' }, 'bash: npm test'],
    ['bash', { command: 'cd x\nmake' }, 'bash: cd x …'],
    ['todowrite', { todos: [1, 2] }, 'todo list: 2 items'],
    ['question', { questions: [{ question: 'Which?' }] }, 'question: Which?'],
    ['task', { subagent_type: 'explore', description: 'find it' }, 'subagent explore: find it'],
    ['tracker_close', { id: 7 }, 'tracker_close {"id":7}'],
  ])('%s %j', (tool, input, line) => {
    expect(toolLine(tool, input, '/workspace')).toBe(line);
  });

  it('is not long', () => {
    expect(toolLine('bash', { command: 'x'.repeat(500) }, '/workspace')).toHaveLength(200);
  });
});

describe('the result of a tool call', () => {
  const long = 'x'.repeat(maxResultLength + 5);

  it('is cut with a note', () => {
    const result = toolResult('bash', { status: 'completed', input: {}, output: long }, 0);
    expect(result.slice(maxResultLength)).toBe('\n… 5 more characters are not shown');
  });

  it('only grows', () => {
    const running = toolResult('bash', { status: 'running', input: {}, metadata: { output: long } }, 0);
    const completed = toolResult('bash', { status: 'completed', input: {}, output: long }, running.length);
    expect(completed.startsWith(running)).toBe(true);
    expect(toolResult('bash', { status: 'running', input: {}, metadata: { output: '...\n\nwindow' } }, 10)).toBe('');
    const cut = toolResult('bash', { status: 'completed', input: {}, output: '...output truncated...\n\nend' }, 10);
    expect(cut.slice(10)).toBe('\n… the rest is not shown');
  });
});

describe('a message id', () => {
  it('sorts by time, in the form of OpenCode', () => {
    const atMs = 1_795_222_740_832;
    expect(newMessageId(atMs, new Uint8Array(14))).toBe('msg_1fb9d1f6000000000000000000');
    expect(newMessageId(atMs) < newMessageId(atMs + 1)).toBe(true);
  });
});
