import { describe, expect, it } from '@jest/globals';
import { ariaKeys, keyHint } from './key-hints.ts';

describe('keyHint', () => {
  it('calls keys as they are printed on the keyboard', () => {
    expect(keyHint('Mod+Enter', true)).toBe('⌘↵');
    expect(keyHint('Mod+Enter', false)).toBe('Ctrl+↵');
    expect(keyHint('Shift', true)).toBe('⇧');
    expect(keyHint('Shift', false)).toBe('Shift');
    expect(keyHint('Escape', true)).toBe('Esc');
  });

  it('leaves letters and signs as they are', () => {
    expect(['J', '/', '?', 'Space'].map((key) => keyHint(key, false))).toEqual(['J', '/', '?', 'Space']);
  });
});

describe('ariaKeys', () => {
  it('names keys as the attribute wants them', () => {
    expect(ariaKeys('Mod+Enter', true)).toBe('Meta+Enter');
    expect(ariaKeys('Mod+Enter', false)).toBe('Control+Enter');
    expect(ariaKeys('Escape', false)).toBe('Escape');
  });
});
