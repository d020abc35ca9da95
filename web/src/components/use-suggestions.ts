'use client';

import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import {
  suggestionPlace,
  withSuggestion,
  type Suggestion,
  type SuggestionPlace,
  type SuggestionSource,
} from '@/lib/ui/suggestions.ts';
import { useStable } from '@/lib/ui/use-stable.ts';

interface Suggestions {
  found: readonly Suggestion[];
  chosenIndex: number;
  /** Call with every change of the text or the caret. */
  look: () => void;
  close: () => void;
  choose: (suggestion: Suggestion) => void;
  /** True where the key was for the list. */
  press: (event: KeyboardEvent) => boolean;
}

/** What can stand where someone types into a text field. */
export function useSuggestions(
  field: RefObject<HTMLTextAreaElement | null>,
  sources: readonly SuggestionSource[],
  onText: (text: string) => void,
): Suggestions {
  const [place, setPlace] = useState<SuggestionPlace | null>(null);
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  const [chosenIndex, setChosenIndex] = useState(0);
  const close = (): void => setPlace(null);

  useEffect(() => {
    if (!place) {
      setFound([]);
      return undefined;
    }
    let current = true;
    void Promise.resolve(place.source.find(place.typed)).then(
      (suggestions) => {
        if (!current) return;
        setFound(suggestions.slice(0, 8));
        setChosenIndex(0);
      },
      // What can't be looked up is typed by hand.
      () => current && setFound([]),
    );
    return () => {
      current = false;
    };
  }, [place]);

  const look = useStable(() => {
    const element = field.current;
    if (!element) return;
    const next = suggestionPlace(element.value, element.selectionStart, sources);
    setPlace((before) => (before?.start === next?.start && before?.typed === next?.typed ? before : next));
  });
  const choose = useStable((suggestion: Suggestion) => {
    const element = field.current;
    if (!element || !place) return;
    const { text, caret } = withSuggestion(element.value, element.selectionStart, place, suggestion);
    onText(text);
    close();
    requestAnimationFrame(() => {
      element.focus();
      element.setSelectionRange(caret, caret);
    });
  });
  const press = (event: KeyboardEvent): boolean => {
    const chosen = found[chosenIndex];
    if (!chosen || event.ctrlKey || event.metaKey) return false;
    if (event.key === 'ArrowDown') setChosenIndex((chosenIndex + 1) % found.length);
    else if (event.key === 'ArrowUp') setChosenIndex((chosenIndex + found.length - 1) % found.length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen);
    else if (event.key === 'Escape') close();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { found, chosenIndex, look, close, choose, press };
}
