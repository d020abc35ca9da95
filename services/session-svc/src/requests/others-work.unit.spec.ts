import { describe, expect, it } from '@jest/globals';
import type { SessionWork, TurnWork } from '@podium/board';
import { FileChange, type TurnChanges } from '@podium/proto';
import { beginningOf, lossesOf, lossesSentence, type PutBack } from './others-work.ts';

const own = (path: string, isOwn = true) => ({
  path,
  change: FileChange.MODIFIED,
  additions: 1,
  deletions: 0,
  ...(isOwn ? { own: true } : {}),
});

function changed(files: TurnChanges['files'], more: Partial<TurnChanges> = {}): TurnChanges {
  return { files, totalFiles: files.length, additions: 0, deletions: 0, ...more };
}

function turn(from: number, to: number | null, changes: TurnChanges | null = null): TurnWork {
  return { spans: [{ from, to }], messageIds: [], changes };
}

function work(title: string, ...turns: TurnWork[]): SessionWork {
  return { sessionId: title, taskId: 't', title, conversation: title, turns, revertedAt: null };
}

function said(others: readonly SessionWork[], putBack: Partial<PutBack> = {}): string {
  return lossesSentence(lossesOf(others, { since: 10, undone: ['a', 'b'], own: [], ...putBack }));
}

describe('what putting a workspace back takes from others', () => {
  it('is what they changed since of the files that are put back', () => {
    const others = [
      work('Ann', turn(1, 9, changed([own('a')]))),
      work('Bob', turn(8, 12, changed([own('b'), own('c')])), turn(13, 20, changed([own('a', false)]))),
      work('Cid', turn(14, 15, changed([own('c')]))),
    ];
    expect(said(others)).toBe('This would also undo work of others in the same workspace: “Bob” (a, b).');
    expect(said(others, { undone: [] })).toBe('');
    expect(said(others, { undone: null })).toBe(
      'This would also undo work of others in the same workspace: “Bob” (a, b, c), “Cid” (c).',
    );
  });

  it('is perhaps something where nobody could look, a list is cut, or a step was broken off', () => {
    const perhaps = 'This would also undo work of others in the same workspace: “Ann” (perhaps some files).';
    expect(said([work('Ann', turn(11, 12, null))])).toBe(perhaps);
    expect(said([work('Ann', turn(11, 12, changed([], { totalFiles: 300 })))])).toBe(perhaps);
    expect(said([work('Ann', turn(11, 12, changed([own('b')], { partial: true })))])).toBe(
      perhaps.replace('perhaps some files', 'b and perhaps more'),
    );
  });

  it('is perhaps something too where both were there, and the session’s own tools wrote the file', () => {
    const both = [work('Ann', turn(11, 12, changed([own('a', false)])))];
    expect(said(both, { own: ['a'] })).toMatch(/“Ann” \(perhaps some files\)/);
    expect(said([work('Ann', turn(11, 12, changed([own('a')])))], { own: ['a'] })).toMatch(/“Ann” \(a\)/);
  });

  it('names those who are at work at this moment, and counts what is too much', () => {
    expect(said([work('Ann', turn(5, null))])).toBe('At work in it right now: “Ann”.');
    const many = ['A', 'B', 'C', 'D', 'E'].map((name) => work(name, turn(11, 12, changed([own('a')]))));
    expect(said(many)).toMatch(/: “A” \(a\), “B” \(a\), “C” \(a\), 2 more\.$/);
    const files = ['a', 'b', 'c', 'd', 'e'];
    expect(said([work('A', turn(11, 12, changed(files.map((path) => own(path)))))], { undone: files })).toMatch(
      /“A” \(a, b, c, 2 more\)/,
    );
  });
});

describe('what a workspace is put back to', () => {
  it('is the beginning of the turn that a message belongs to, be it a prompt or an answer', () => {
    const own = work('Ann', { ...turn(5, 9), messageIds: ['m1', 'm1again'] }, { ...turn(12, 20), messageIds: ['m3'] });
    expect(beginningOf(own, new Set(['m0', 'm1']))).toBe(5);
    expect(beginningOf(own, new Set(['m0', 'm1', 'm1again', 'answer']))).toBe(5);
    expect(beginningOf(own, new Set(['m0', 'm1', 'm1again', 'answer', 'm3', 'another']))).toBe(12);
  });

  it('is the beginning of all where the message is of an earlier session of the conversation', () => {
    const own = work('Ann', { ...turn(5, 9), messageIds: ['m1'] });
    expect(beginningOf(own, new Set(['m0']))).toBe(0);
    expect(beginningOf(own, new Set())).toBe(0);
  });
});
