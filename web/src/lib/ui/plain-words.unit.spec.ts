import { describe, expect, it } from '@jest/globals';
import { plainWords } from './plain-words.ts';

describe('plainWords', () => {
  it.each([
    ['`GET /health` is **there**.', 'GET /health is there.'],
    ['## Done\n\n- one\n- two [link](https://example.org)', 'Done one two link'],
    ['```ts\nconst a = 2 ** 3;\n```', 'const a = 2 ** 3;'],
    ['Read `__init__.py` and **what was cut o', 'Read __init__.py and what was cut o'],
    ['1. first', '1. first'],
  ])('%j reads %j', (markdown, words) => expect(plainWords(markdown)).toBe(words));
});
