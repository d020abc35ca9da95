import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OpenCodeEvent } from './open-code-types.ts';
import { RunOutput, type OutputPiece } from './run-output.ts';
import { RunRecord } from './run-record.ts';
import { promptId, sessionId, snapshotAfter, stepEvents } from './test/simulated-run.ts';

/** A reader that writes after every event, as an owner does. */
class Reader {
  readonly pieces: OutputPiece[] = [];
  readonly written = new Map<string, number>();
  record = new RunRecord(sessionId, promptId);
  private output = new RunOutput(this.record, this.written, '/workspace');

  take(event: OpenCodeEvent): void {
    this.record.apply(event);
    this.write();
  }

  write(): void {
    for (const piece of this.output.pending()) {
      this.pieces.push(piece);
      this.written.set(piece.partId, piece.partOffset + piece.text.length);
    }
  }

  /** A new owner knows nothing but what was written. */
  isReplaced(): void {
    this.record = new RunRecord(sessionId, promptId);
    this.output = new RunOutput(this.record, this.written, '/workspace');
  }

  end(events: readonly OpenCodeEvent[]): string {
    this.record.applySnapshot(snapshotAfter(events));
    this.record.close();
    this.write();
    return this.pieces.map(({ kind, text, partOffset }) => `${partOffset === 0 ? `[${kind}]` : ''}${text}`).join('');
  }
}

const word = fc.constantFrom('one ', 'two\n', ' three', '\u{1F600} ', '\uD83D', '\uDE00 ', '  ');
const line = fc.constantFrom('ok\n', 'warning: \u{1F600}\n', '  \n');
const lines = fc.option(fc.array(line, { maxLength: 6 }), { nil: undefined });
const step = fc.record({ words: fc.array(word, { minLength: 1, maxLength: 8 }), lines });
const run = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) =>
  steps.flatMap(({ words, lines }, index) => {
    // The halves of a surrogate pair come as a pair.
    const whole = words.map((one) => (one === '\uDE00 ' || one === '\uD83D' ? ['\uD83D', '\uDE00 '] : [one])).flat();
    return stepEvents(index + 1, whole, lines);
  }),
);
const position = fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100);
const cut = fc.record({ from: position, lost: position, ahead: position, takeover: fc.boolean() });

describe('the output of a run', () => {
  it('is the same for a reader that was cut off or replaced, wherever that happened', () => {
    fc.assert(
      fc.property(run, fc.array(cut, { maxLength: 3 }), (events, cuts) => {
        const calm = new Reader();
        for (const event of events) calm.take(event);
        const disturbed = new Reader();
        let next = 0;
        for (const { from, lost, ahead, takeover } of cuts) {
          const at = next + Math.floor(from * (events.length - next));
          for (const event of events.slice(next, at)) disturbed.take(event);
          if (takeover) disturbed.isReplaced();
          disturbed.record.loseOpenParts();
          next = at + Math.floor(lost * (events.length - at));
          // The snapshot may be newer than the events that wait in the buffer.
          const seen = next + Math.floor(ahead * (events.length - next));
          disturbed.record.applySnapshot(snapshotAfter(events.slice(0, seen)));
          disturbed.write();
        }
        for (const event of events.slice(next)) disturbed.take(event);
        expect(disturbed.end(events)).toBe(calm.end(events));
      }),
      { numRuns: 500 },
    );
  });

  it('comes while it is written, without the white space that may still be trimmed', () => {
    const reader = new Reader();
    const events = stepEvents(1, ['Hello ', 'world', ' '], undefined);
    for (const event of events.slice(0, 5)) reader.take(event);
    expect(reader.pieces.map(({ text, partOffset }) => ({ text, partOffset }))).toEqual([
      { text: 'Hello', partOffset: 0 },
      { text: ' world', partOffset: 5 },
    ]);
  });

  it('does not know other sessions', () => {
    const reader = new Reader();
    const foreign = JSON.parse(JSON.stringify(stepEvents(1, ['Secret'], undefined)).replaceAll(sessionId, 'ses_2'));
    for (const event of foreign as OpenCodeEvent[]) reader.take(event);
    expect(reader.pieces).toEqual([]);
  });

  it('says once that the provider is tried again', () => {
    const reader = new Reader();
    const status = { type: 'retry', attempt: 1, message: 'Too Many Requests', next: 0 } as const;
    const event: OpenCodeEvent = { type: 'session.status', properties: { sessionID: sessionId, status } };
    reader.take(event);
    reader.take(event);
    expect(reader.pieces).toHaveLength(1);
    expect(reader.pieces[0]?.text).toBe('The provider failed (Too Many Requests). Try 2 comes after a pause.');
  });
});
