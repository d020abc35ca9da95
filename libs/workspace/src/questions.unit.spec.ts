import { describe, expect, it } from '@jest/globals';
import { tellable, workspaceQuestionSchema } from './questions.ts';

describe('what is told of a workspace', () => {
  it('fits into one message, however many names there are', () => {
    const entry = { name: '\u0001'.repeat(255), kind: 'file', size_bytes: 1, modified_at: null } as const;
    const told = tellable({ kind: 'directory', path: '', truncated: false, entries: Array(2_000).fill(entry) });
    expect(JSON.stringify(told).length).toBeLessThan(900_000);
    expect(told).toMatchObject({ truncated: true });
    const small = { kind: 'directory', path: '', truncated: false, entries: [entry] } as const;
    expect(tellable({ ...small, entries: [...small.entries] })).toEqual(small);
  });

  it('is at most half a megabyte of a file', () => {
    expect(workspaceQuestionSchema.parse({ project_id: 'p1', path: 'a' })).toMatchObject({ offset: 0, limit: 524_288 });
    expect(() => workspaceQuestionSchema.parse({ project_id: 'p1', path: 'a', limit: 10 ** 9 })).toThrow();
  });
});
