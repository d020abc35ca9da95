import { describe, expect, it } from '@jest/globals';
import type { HeldSign, SignOfLife } from '@podium/jetstream';
import { ContactBook, silentAfterMs } from './contact-book.ts';

const startMs = Date.UTC(2026, 0, 1);
const at = (milliseconds: number): string => new Date(startMs + milliseconds).toISOString();

function held(sessionId: string, lostSince: string | null = null, projectId = 'p'): HeldSign {
  return { projectId, sessionId, lostSince };
}

function sign(replica: string, sessions: HeldSign[], isLast = false): SignOfLife {
  return { replica, sessions, isLast };
}

function bookWith(...signs: SignOfLife[]): ContactBook {
  const book = new ContactBook();
  for (const each of signs) book.hear(each, startMs);
  return book;
}

const silentMs = startMs + silentAfterMs + 1;

describe('what is known of the connections to agents', () => {
  it('is what the replicas say, each of its own sessions and of one project at a time', () => {
    const book = bookWith(sign('one', [held('a'), held('x', null, 'other')]), sign('two', [held('b', at(-5))]));
    expect(book.of('p')).toEqual({
      projectId: 'p',
      runners: 2,
      heard: ['a'],
      lost: [{ sessionId: 'b', since: at(-5), isHeld: true }],
    });
    expect(book.of('nobody looks')).toEqual({ projectId: 'nobody looks', runners: 2, heard: [], lost: [] });
  });

  it('ends with a replica that falls silent, since its last sign', () => {
    const book = bookWith(sign('one', [held('a')]));
    book.expire(startMs + silentAfterMs);
    expect(book.of('p').heard).toEqual(['a']);
    book.expire(silentMs);
    expect(book.of('p')).toEqual({
      projectId: 'p',
      runners: 0,
      heard: [],
      lost: [{ sessionId: 'a', since: at(0), isHeld: false }],
    });
  });

  it('ends at once where a replica says that it closes', () => {
    const book = bookWith(sign('one', [held('a')]), sign('one', [], true));
    expect(book.of('p')).toMatchObject({ runners: 0, lost: [{ sessionId: 'a', isHeld: false }] });
  });

  it('begins again with the next owner, who may still look for the agent', () => {
    const book = bookWith(sign('one', [held('a')]));
    book.expire(silentMs);
    book.hear(sign('two', [held('a', at(9_000))]), silentMs);
    // Not since it was taken over: nobody has heard it for longer.
    expect(book.of('p').lost).toEqual([{ sessionId: 'a', since: at(0), isHeld: true }]);
    book.hear(sign('two', [held('a')]), silentMs);
    expect(book.of('p')).toMatchObject({ runners: 1, heard: ['a'], lost: [] });
  });

  it('is that of whoever hears it, where two hold a session for a moment', () => {
    const book = bookWith(sign('late', [held('a', at(0))]), sign('new', [held('a')]));
    expect(book.of('p')).toMatchObject({ heard: ['a'], lost: [] });
    book.hear(sign('new', [held('a')]), silentMs);
    book.expire(silentMs);
    expect(book.of('p')).toMatchObject({ heard: ['a'], lost: [] });
  });

  it('has nothing of sessions that ended, with or without a word', () => {
    const book = bookWith(sign('one', [held('a'), held('b')]), sign('one', [held('b')]));
    expect(book.of('p')).toMatchObject({ heard: ['b'], lost: [] });
    book.expire(silentMs);
    book.ended('b');
    expect(book.of('p')).toMatchObject({ heard: [], lost: [] });
  });

  it('takes nobody for silent in a time in which it could not hear', () => {
    const book = bookWith(sign('one', [held('a')]));
    book.wasDeafFor(60_000);
    book.expire(startMs + 60_000);
    expect(book.of('p').heard).toEqual(['a']);
  });
});
