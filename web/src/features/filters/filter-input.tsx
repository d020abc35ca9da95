'use client';

import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { Kbd } from '@/components/kbd.tsx';
import { useShortcuts } from '@/lib/ui/use-shortcuts.ts';

interface FilterInputProps {
  text: string;
  onText: (text: string) => void;
  /** Back to the cards with what was found. */
  onDone: () => void;
}

/** Finds cards while one types. ⌘F comes here too, because cards out of sight are not in the page; twice is the browser's own. */
export function FilterInput({ text, onText, onDone }: FilterInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const begin = (event: KeyboardEvent): void => {
    event.preventDefault();
    input.current?.select();
  };
  useShortcuts({ '/': begin, 'Mod+f': begin });
  return (
    <label className="relative flex w-full min-w-0 items-center">
      <Search aria-hidden="true" className="absolute left-2 size-3.5 text-faint" />
      <input
        ref={input}
        type="search"
        aria-label="Filter cards"
        aria-keyshortcuts="/"
        placeholder="Filter"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          // Of an input method, these keys choose among its words.
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.preventDefault();
            onText('');
            event.currentTarget.blur();
          }
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            onDone();
          }
        }}
        className="field h-7 pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden"
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => {
            onText('');
            // The button goes away with the words.
            input.current?.focus();
          }}
          className="absolute right-0.5 inline-flex size-6 items-center justify-center rounded text-faint hover:text-text"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      ) : (
        <span aria-hidden="true" className="absolute right-1.5 pointer-coarse:hidden">
          <Kbd keys="/" />
        </span>
      )}
    </label>
  );
}
