import { describe, expect, it } from '@jest/globals';
import type { MessageTypes } from '@podium/proto';
import { gateOf, permissionWords } from './gate.ts';
import { WrittenHistory } from './testing/written-history.ts';

type Asked = MessageTypes['podium.session.v1.PermissionAsked'];

const asked: Asked = {
  sessionId: 's',
  taskId: 't',
  gateId: 'per_1',
  action: 'external_directory',
  patterns: ['/tmp/*'],
  always: ['/tmp/*'],
};

function gate(more: Partial<Asked>) {
  return gateOf(new WrittenHistory().write('p', 's', 'podium.session.v1.PermissionAsked', { ...asked, ...more }));
}

describe('a gate', () => {
  it('names the call that needs it', () => {
    const tool = { name: 'write', title: 'write /tmp/a.md', arguments: '{"filePath":"/tmp/a.md","content":"Hello"}' };
    expect(gate({ tool, diff: '+Hello', truncated: true })).toMatchObject({
      tool: { name: 'write', title: 'write /tmp/a.md', arguments: { filePath: '/tmp/a.md', content: 'Hello' } },
      command: null,
      diff: '+Hello',
      truncated: true,
      text: 'leave the workspace for /tmp/*: write /tmp/a.md',
    });
  });

  it('of a log from before is told as far as it goes', () => {
    expect(gate({})).toMatchObject({ tool: null, command: null, diff: null, truncated: false });
    expect(gate({}).kind === 'permission' && gate({})).toHaveProperty('text', 'leave the workspace for /tmp/*');
  });

  it.each(['no JSON', '3', undefined])('stands where its arguments can’t be read: %s', (text) => {
    const tool = { name: 'write', title: 'write', ...(text === undefined ? {} : { arguments: text }) };
    expect(gate({ tool })).toMatchObject({ tool: { arguments: null } });
  });
});

describe('the words for a permission', () => {
  const tool = { title: 'bash: npm test' };
  it.each([
    [{ action: 'bash', patterns: ['cat a', 'rm b'], command: 'cat a && rm b' }, 'run cat a && rm b'],
    [{ action: 'bash', patterns: ['x'], command: 'first\nsecond' }, 'run first …'],
    [{ action: 'bash', patterns: ['npm test'] }, 'run npm test'],
    [{ action: 'edit', patterns: ['src/a.ts'] }, 'change src/a.ts'],
    [{ action: 'read', patterns: ['.env'] }, 'read .env'],
    [{ action: 'webfetch', patterns: ['https://a.example'] }, 'open https://a.example'],
    [{ action: 'doom_loop', patterns: ['bash'], tool }, 'repeat bash: npm test once more'],
    [{ action: 'lsp', patterns: ['*'] }, 'use lsp: *'],
  ])('%j', (permission, words) => {
    expect(permissionWords(permission)).toBe(words);
  });
});
