'use client';

import { useId, useRef, type ComponentProps, type KeyboardEvent } from 'react';
import { cx } from '@/lib/ui/class-names.ts';
import type { SuggestionSource } from '@/lib/ui/suggestions.ts';
import { useSuggestions } from './use-suggestions.ts';

interface SuggestingTextareaProps extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> {
  value: string;
  onText: (text: string) => void;
  sources: readonly SuggestionSource[];
  /** Keys that the list of suggestions did not take. */
  onKey?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
}

/** A text field that grows with its text and suggests what a sign like `@` or `/` begins. */
export function SuggestingTextarea({ value, onText, sources, onKey, className, ...props }: SuggestingTextareaProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { found, chosenIndex, look, close, choose, press } = useSuggestions(field, sources, onText);
  const open = found.length > 0;
  return (
    <div className="relative min-w-0 flex-1">
      {open && (
        <ul
          id={id}
          role="listbox"
          aria-label="Suggestions"
          className="absolute bottom-full left-0 z-30 mb-1 max-h-64 w-full max-w-md overflow-y-auto rounded-dialog bg-raised p-1 shadow-dialog"
        >
          {found.map((suggestion, index) => (
            <li
              key={suggestion.key}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosenIndex}
              onMouseDown={(event) => {
                // The field keeps the focus.
                event.preventDefault();
                choose(suggestion);
              }}
              className={cx(
                'flex cursor-pointer items-baseline gap-2 rounded-card px-2 py-1',
                index === chosenIndex && 'bg-hover',
              )}
            >
              <span className="shrink-0 font-medium">{suggestion.label}</span>
              {suggestion.detail && <span className="min-w-0 truncate text-meta text-muted">{suggestion.detail}</span>}
            </li>
          ))}
        </ul>
      )}
      <textarea
        dir="auto"
        {...props}
        ref={field}
        value={value}
        aria-autocomplete="list"
        {...(open ? { 'aria-controls': id, 'aria-activedescendant': `${id}-${chosenIndex}` } : {})}
        onChange={(event) => {
          onText(event.target.value);
          look();
        }}
        onSelect={look}
        onBlur={close}
        onKeyDown={(event) => {
          if (!press(event)) onKey?.(event);
        }}
        className={cx('field resize-none [field-sizing:content]', className)}
      />
    </div>
  );
}
