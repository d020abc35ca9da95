import { describe, expect, it } from '@jest/globals';
import type { Gate } from '../opencode/gates.ts';
import type { PermissionRequest, ToolPart } from '../opencode/open-code-types.ts';
import { askOf, sentenceOf } from './gate-texts.ts';

function permission(request: Partial<PermissionRequest>): Gate {
  const always = request.patterns ?? [];
  const whole = { id: 'per_1', sessionID: 's', permission: 'bash', patterns: [], metadata: {}, always, ...request };
  return { kind: 'permission', id: 'per_1', request: whole };
}

function call(tool: string, input: Record<string, unknown>): ToolPart {
  const ids = { id: 'p', sessionID: 's', messageID: 'm', callID: 'c' };
  return { type: 'tool', ...ids, tool, state: { status: 'running', input } };
}

const outside = { permission: 'external_directory', patterns: ['/tmp/*'] };

describe('what a permission is asked for', () => {
  it('is the whole command, also where only its parts are asked for', () => {
    const input = { command: 'echo one &&\necho two', description: 'Counts' };
    const gate = permission({ patterns: ['echo one', 'echo two'], metadata: { command: input.command } });
    const ask = askOf(gate, call('bash', input), '/w');
    expect(ask).toEqual({
      kind: 'permission',
      action: 'bash',
      patterns: ['echo one', 'echo two'],
      always: ['echo one', 'echo two'],
      tool: { name: 'bash', title: 'bash: echo one && …', arguments: JSON.stringify(input) },
      command: 'echo one &&\necho two',
    });
    expect(sentenceOf(ask)).toBe('Waits for a permission to run echo one && …');
  });

  it('is the command that leaves the workspace', () => {
    const ask = askOf(permission(outside), call('bash', { command: 'cat /tmp/a' }), '/w');
    expect(ask).toMatchObject({ command: 'cat /tmp/a' });
    expect(sentenceOf(ask)).toBe('Waits for a permission to leave the workspace for /tmp/*: bash: cat /tmp/a');
  });

  it('is the change of a file, without the place where the workspace lies', () => {
    const diff =
      'Index: /w/a.sql\n===================================================================\n' +
      '--- /w/a.sql\n+++ /w/a.sql\n@@ -1,2 +1,1 @@\n one\n--- /w/a comment\n';
    const gate = permission({ permission: 'edit', patterns: ['a.sql'], metadata: { filepath: '/w/a.sql', diff } });
    expect(askOf(gate, call('edit', { filePath: '/w/a.sql' }), '/w')).toMatchObject({
      diff: '--- a.sql\n+++ a.sql\n@@ -1,2 +1,1 @@\n one\n--- /w/a comment\n',
      tool: { title: 'edit a.sql' },
    });
  });

  it('is told as it is where the library can’t read it', () => {
    const gate = permission({ permission: 'edit', metadata: { diff: '--- a\n+++ b\n@@ -1,2 +1,9 @@\nwrong' } });
    expect(askOf(gate, undefined, '/w')).toMatchObject({ diff: '--- a\n+++ b\n@@ -1,2 +1,9 @@\nwrong' });
  });

  it('is the text that a file outside is to hold', () => {
    const input = { filePath: '/tmp/a.md', content: 'Hello\n' };
    expect(askOf(permission(outside), call('write', input), '/w')).toMatchObject({
      diff: '--- /tmp/a.md\n+++ /tmp/a.md\n@@ -0,0 +1,1 @@\n+Hello\n',
      tool: { name: 'write', title: 'write /tmp/a.md', arguments: JSON.stringify(input) },
    });
  });

  it('is what an edit outside replaces', () => {
    const input = { filePath: '/tmp/a.md', oldString: 'one', newString: 'two' };
    const ask = askOf(permission(outside), call('edit', input), '/w');
    expect(ask.kind === 'permission' && ask.diff).toContain('-one\n\\ No newline at end of file\n+two');
  });

  it('is the address of a page', () => {
    const url = 'https://example.com/a';
    const gate = permission({ permission: 'webfetch', patterns: [url], metadata: { url } });
    const ask = askOf(gate, call('webfetch', { url, format: 'text' }), '/w');
    expect(ask).toMatchObject({ tool: { title: `webfetch ${url}` }, patterns: [url] });
    expect(sentenceOf(ask)).toBe(`Waits for a permission to open ${url}`);
  });

  it('is only the pattern where the runtime names no call', () => {
    expect(askOf(permission(outside), undefined, '/w')).toEqual({
      kind: 'permission',
      action: 'external_directory',
      patterns: ['/tmp/*'],
      always: ['/tmp/*'],
    });
  });

  it('is cut where it does not fit into a fact, and says so', () => {
    const long = 'x'.repeat(60_000);
    const command = askOf(permission({ metadata: { command: long } }), call('bash', { command: long }), '/w');
    expect(command).toMatchObject({ truncated: true, command: 'x'.repeat(50_000) });
    expect(JSON.stringify(command).length).toBeLessThan(70_000);
    const file = call('write', { filePath: '/tmp/a', content: 'line\n'.repeat(100_000) });
    const written = askOf(permission(outside), file, '/w');
    expect(written).toMatchObject({ truncated: true });
    expect(JSON.stringify(written).length).toBeLessThan(160_000);
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`a${index}`, 'y'.repeat(9_000)]));
    expect(askOf(permission(outside), call('mcp', many), '/w')).toMatchObject({
      truncated: true,
      tool: { name: 'mcp' },
    });
  });
});
