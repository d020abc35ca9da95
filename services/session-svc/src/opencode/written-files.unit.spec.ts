import { describe, expect, it } from '@jest/globals';
import type { Part } from './open-code-types.ts';
import { filesAfter } from './files-after.ts';
import type { Message } from './open-code-types.ts';
import { writtenFiles } from './written-files.ts';

function call(tool: string, input: Readonly<Record<string, unknown>>, status = 'completed'): Part {
  return { type: 'tool', tool, state: { status, input } } as unknown as Part;
}

describe('what the tools of an agent wrote', () => {
  it.each<[string, Part, string[]]>([
    ['a file by its absolute path', call('write', { filePath: '/w/a.md', content: '' }), ['/w/a.md']],
    ['a file by its path in the workspace', call('edit', { filePath: 'src/a.ts' }), ['/w/src/a.ts']],
    [
      'all files of a patch',
      call('apply_patch', {
        patchText:
          '*** Begin Patch\n*** Add File: a\n+x\n*** Update File: b\n*** Move to: c\n@@\n*** Delete File: d\n*** End Patch',
      }),
      ['/w/a', '/w/b', '/w/c', '/w/d'],
    ],
    ['nothing where the call failed', call('write', { filePath: 'a' }, 'error'), []],
    ['nothing that is known, of a command', call('bash', { command: 'echo > a' }), []],
    ['nothing, of arguments that make no sense', call('write', { filePath: 7 }), []],
  ])('is %s', (_, part, files) => {
    expect(writtenFiles(part, '/w')).toEqual(files);
  });
});

describe('the files that are put back with a conversation', () => {
  const message = (id: string, ...files: string[]) =>
    ({ info: { id }, parts: [{ type: 'patch', files }, { type: 'text' }] }) as unknown as Message;

  it('are those that its steps from a message on changed', () => {
    const messages = [message('m1', '/w/a'), message('m2', '/w/c', '/w/b'), message('m3', '/w/b')];
    expect(filesAfter(messages, 'm2', '/w')).toEqual(['b', 'c']);
    expect(filesAfter(messages, 'gone', '/w')).toEqual(['a', 'b', 'c']);
  });
});
