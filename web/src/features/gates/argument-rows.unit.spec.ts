import { describe, expect, it } from '@jest/globals';
import { argumentRows } from './argument-rows.ts';

describe('argumentRows', () => {
  it('writes every value as text', () => {
    const given = { filePath: 'a.ts', content: '', limit: 3, deep: { list: [true, null] } };
    expect(argumentRows(given, [])).toEqual([
      ['filePath', 'a.ts'],
      ['content', '(empty)'],
      ['limit', '3'],
      ['deep', '{\n  "list": [\n    true,\n    null\n  ]\n}'],
    ]);
  });

  it('leaves out what is shown already', () => {
    expect(argumentRows({ command: 'ls', workdir: '/' }, ['ls', null])).toEqual([['workdir', '/']]);
  });
});
