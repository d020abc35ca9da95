import { describe, expect, it, jest } from '@jest/globals';
import { OutputKind, type OutputChunk } from '@podium/proto';
import type { NatsConnection } from 'nats';
import { StepFeed, type Step } from './step-feed.ts';

/** A feed of the steps of one project, which are told as often as they come. */
function follow(): { say: (number: number, text: string, kind?: OutputChunk['kind']) => void; steps: () => string[] } {
  let callback: (error: null, message: { json: () => unknown }) => void = () => undefined;
  const nats = {
    isClosed: () => false,
    subscribe: (_subject: string, options: { callback: typeof callback }) => {
      ({ callback } = options);
      return { unsubscribe: () => undefined };
    },
  } as unknown as NatsConnection;
  const told: Step[] = [];
  const feed = new StepFeed(
    nats,
    (_projectId, step) => told.push(step),
    (error) => {
      throw error;
    },
  );
  feed.follow('p');
  return {
    say: (number, text, kind = OutputKind.TEXT) =>
      callback(null, { json: () => ({ sessionId: 's', number, kind, text, time: '2026-01-01T00:00:00.000Z' }) }),
    steps: () => {
      feed.stop();
      return told.map(({ text }) => text);
    },
  };
}

/** What is told of all this, said at once. */
function newest(...texts: string[]): string | undefined {
  const { say, steps } = follow();
  say(1, texts.join(''));
  return steps().at(-1);
}

describe('the newest step of a session', () => {
  it('begins with what is said now, not with what was said before', () => {
    expect(newest('I looked at the sources. ', 'Now I change the parser of dates')).toBe(
      'Now I change the parser of dates',
    );
    expect(newest('First line\n', 'Second line of it')).toBe('Second line of it');
  });

  it('is still the sentence before while the new one has only begun', () =>
    expect(newest('I looked at the sources. ', 'Now')).toBe('I looked at the sources. Now'));

  it('is no longer than a line, and its end is what is cut', () => {
    const words = newest(`${'a'.repeat(300)} end`);
    expect(words).toHaveLength(200);
  });

  it('has each chunk once, though it is written again where the log did not answer', () => {
    jest.useFakeTimers();
    try {
      const { say, steps } = follow();
      say(4, 'I look at ');
      for (let again = 0; again < 3; again += 1) say(5, 'the sources');
      say(4, 'what an older owner says');
      jest.advanceTimersByTime(1_000);
      expect(steps()).toEqual(['I look at', 'I look at the sources']);
    } finally {
      jest.useRealTimers();
    }
  });
});
