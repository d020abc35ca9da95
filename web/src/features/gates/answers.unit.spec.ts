import { describe, expect, it } from '@jest/globals';
import { answersOf, emptyDraft, toggled, written } from './answers.ts';

const one = { header: 'H', text: 'Which?', options: [], multiple: false, custom: true };
const many = { ...one, multiple: true };

describe('answers', () => {
  it('keeps one choice where one is wanted, and takes it back', () => {
    const red = toggled(one, emptyDraft, 'Red');
    expect(toggled(one, red, 'Blue').chosen).toEqual(['Blue']);
    expect(toggled(one, red, 'Red').chosen).toEqual([]);
  });

  it('collects choices where several are welcome', () => {
    expect(toggled(many, toggled(many, emptyDraft, 'Red'), 'Blue').chosen).toEqual(['Red', 'Blue']);
  });

  it('lets own words replace a single choice and join several', () => {
    expect(written(one, toggled(one, emptyDraft, 'Red'), 'Green')).toEqual({ chosen: [], own: 'Green' });
    expect(written(many, toggled(many, emptyDraft, 'Red'), 'Green')).toEqual({ chosen: ['Red'], own: 'Green' });
  });

  it('is complete when every question has its answer', () => {
    expect(answersOf([one, many], [{ chosen: ['Red'], own: '' }])).toBeNull();
    expect(
      answersOf(
        [one, many],
        [
          { chosen: [], own: ' Green ' },
          { chosen: ['A'], own: 'B' },
        ],
      ),
    ).toEqual([['Green'], ['A', 'B']]);
  });
});
