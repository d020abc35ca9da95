import { describe, expect, it } from '@jest/globals';
import { FileChange, type FactType, type MessageTypes, type RecordedFact } from '@podium/proto';
import fc from 'fast-check';
import { foldWork, isAfter, isAtWork, isCertainlyOwn, type SessionWork } from './workspace-work.ts';

const ids = { sessionId: 's', taskId: 't' };

function fact<T extends FactType>(position: number, type: T, data: Partial<MessageTypes[T]> = {}): RecordedFact {
  return { type, position, data: { ...ids, ...data } } as unknown as RecordedFact;
}

function folded(facts: readonly RecordedFact[]): SessionWork {
  const work = facts.reduce<SessionWork | null>(foldWork, null);
  if (!work) throw new Error('There is no session');
  return work;
}

const started = (position: number, attempt: number, runtimeMessageId: string): RecordedFact =>
  fact(position, 'podium.session.v1.SessionStarted', { attempt, runtimeSessionId: 'ses', runtimeMessageId });

describe('when a session was at work', () => {
  it('is told by turns; an answer that was cut off, or waited for its next try, is one with pauses', () => {
    const changes = { files: [], totalFiles: 0, additions: 0, deletions: 0 };
    const work = folded([
      fact(1, 'podium.session.v1.SessionQueued', { title: 'A task' }),
      fact(2, 'podium.session.v1.SessionAdmitted'),
      started(3, 1, 'm1'),
      fact(5, 'podium.session.v1.SessionRetryScheduled'),
      started(9, 2, 'm2'),
      fact(10, 'podium.session.v1.PermissionAsked'),
      started(12, 3, 'm3'),
      fact(15, 'podium.session.v1.TurnEnded', { changes }),
      fact(16, 'podium.session.v1.PromptSent', { runtimeMessageId: 'm4' }),
    ]);
    expect(work).toMatchObject({ title: 'A task', conversation: 'ses', revertedAt: null });
    expect(work.turns).toEqual([
      {
        spans: [
          { from: 3, to: 5 },
          { from: 9, to: 12 },
          { from: 12, to: 15 },
        ],
        messageIds: ['m1', 'm2', 'm3'],
        changes,
      },
      { spans: [{ from: 16, to: null }], messageIds: ['m4'], changes: null },
    ]);
    expect(isAtWork(work)).toBe(true);
    const first = work.turns[0];
    expect(first && [isAfter(first, 14), isAfter(first, 15)]).toEqual([true, false]);
  });

  it('knows where its workspace was put back', () => {
    const facts = [
      fact(1, 'podium.session.v1.SessionQueued', { title: '' }),
      fact(7, 'podium.session.v1.SessionReverted'),
    ];
    expect(folded(facts).revertedAt).toBe(7);
    expect(folded([...facts, fact(8, 'podium.session.v1.SessionUnreverted')]).revertedAt).toBeNull();
  });

  it('is always a row of spans that follow one another, and open only at its end, whatever happens', () => {
    const types = [
      'SessionStarted',
      'PromptSent',
      'TurnEnded',
      'SessionRetryScheduled',
      'PermissionAsked',
      'SessionCompleted',
    ] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...types), { maxLength: 30 }), (names) => {
        const more = names.map((name, index) =>
          fact(index + 2, `podium.session.v1.${name}`, { attempt: index + 1, runtimeSessionId: 'ses' }),
        );
        const { turns } = folded([fact(1, 'podium.session.v1.SessionQueued'), ...more]);
        const spans = turns.flatMap((turn) => turn.spans);
        const edges = spans.flatMap(({ from, to }) => [from, to ?? Number.POSITIVE_INFINITY]);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        expect(spans.slice(0, -1).every(({ to }) => to !== null)).toBe(true);
        // The agent is at work exactly where the newest of these facts says so.
        const last = names.findLast((name) => name !== 'PermissionAsked');
        expect(turns.some(({ spans: own }) => own.some(({ to }) => to === null))).toBe(
          last === 'SessionStarted' || last === 'PromptSent',
        );
      }),
    );
  });
});

describe('a changed file', () => {
  const file = { path: 'a', change: FileChange.MODIFIED, additions: 0, deletions: 0 };
  const changes = { files: [], totalFiles: 0, additions: 0, deletions: 0 };

  it('is the agent’s own for sure where nobody else was there, or its tools wrote it', () => {
    const company = { others: [] };
    expect(isCertainlyOwn(file, changes)).toBe(true);
    expect(isCertainlyOwn(file, { ...changes, company })).toBe(false);
    expect(isCertainlyOwn({ ...file, own: true }, { ...changes, company })).toBe(true);
  });
});
