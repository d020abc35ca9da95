import { describe, expect, it } from '@jest/globals';
import { suggestionPlace, withSuggestion, type SuggestionSource } from './suggestions.ts';

const files: SuggestionSource = { sign: '@', find: () => [] };
const commands: SuggestionSource = { sign: '/', onlyAtStart: true, find: () => [] };
const sources = [files, commands];

describe('suggestionPlace', () => {
  it('finds what is typed behind a sign, up to the caret', () => {
    expect(suggestionPlace('look at @src/ap and on', 15, sources)).toEqual({
      source: files,
      start: 8,
      typed: 'src/ap',
    });
    expect(suggestionPlace('line\n@a', 7, sources)?.typed).toBe('a');
  });

  it('suggests commands at the beginning only', () => {
    expect(suggestionPlace('/ini', 4, sources)?.source).toBe(commands);
    expect(suggestionPlace('either /or', 10, sources)).toBeNull();
  });

  it('does not take an address for a mention', () => {
    expect(suggestionPlace('me@example.org', 14, sources)).toBeNull();
    expect(suggestionPlace('', 0, sources)).toBeNull();
  });
});

describe('withSuggestion', () => {
  it('replaces what was typed and goes on behind it with one space', () => {
    const place = suggestionPlace('see @ap now', 7, sources);
    if (!place) throw new Error('no place');
    const chosen = withSuggestion('see @ap now', 7, place, { key: 'a', label: 'app.ts', text: '@src/app.ts' });
    expect(chosen).toEqual({ text: 'see @src/app.ts now', caret: 16 });
  });
});
