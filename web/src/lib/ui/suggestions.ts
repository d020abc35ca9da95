/** One thing that can stand in a text where it is being typed. */
export interface Suggestion {
  key: string;
  label: string;
  detail?: string;
  /** What stands in the text then, its sign included. */
  text: string;
}

/** What begins suggestions. */
export interface SuggestionSource {
  /** The character before what is typed: `@`, `/`. */
  sign: string;
  /** Only as the first character of the text. */
  onlyAtStart?: boolean;
  find: (typed: string) => Promise<readonly Suggestion[]> | readonly Suggestion[];
}

export interface SuggestionPlace {
  source: SuggestionSource;
  /** Where the sign stands. */
  start: number;
  typed: string;
}

/** Where in a text something can be suggested for what stands before the caret; null where nothing can. */
export function suggestionPlace(
  text: string,
  caret: number,
  sources: readonly SuggestionSource[],
): SuggestionPlace | null {
  const before = text.slice(0, caret);
  const start = Math.max(before.lastIndexOf(' '), before.lastIndexOf('\n'), -1) + 1;
  const source = sources.find(({ sign }) => before.startsWith(sign, start));
  if (!source || (source.onlyAtStart && start > 0)) return null;
  return { source, start, typed: before.slice(start + source.sign.length) };
}

/** The text with the chosen suggestion in place of what was typed, and where the caret stands then. */
export function withSuggestion(
  text: string,
  caret: number,
  place: SuggestionPlace,
  suggestion: Suggestion,
): { text: string; caret: number } {
  const inserted = `${suggestion.text} `;
  const rest = text.slice(caret).replace(/^ /, '');
  return { text: text.slice(0, place.start) + inserted + rest, caret: place.start + inserted.length };
}
