'use client';

import { Columns3, Rows3 } from 'lucide-react';
import { layouts, type Layout } from '@/lib/board/board-query.ts';
import { cx } from '@/lib/ui/class-names.ts';

const signs = { board: Columns3, list: Rows3 };
const words: Record<Layout, string> = { board: 'Board', list: 'List' };

export function LayoutSwitch({ layout, onLayout }: { layout: Layout; onLayout: (layout: Layout) => void }) {
  return (
    <div role="group" aria-label="View" className="flex shrink-0 rounded-card border border-line p-px">
      {layouts.map((name) => {
        const Sign = signs[name];
        return (
          <button
            key={name}
            type="button"
            aria-label={words[name]}
            aria-pressed={layout === name}
            title={words[name]}
            onClick={() => onLayout(name)}
            className={cx(
              'inline-flex h-6 w-7 items-center justify-center rounded-[5px]',
              layout === name ? 'bg-active text-text' : 'text-faint hover:text-text',
            )}
          >
            <Sign aria-hidden="true" className="size-3.5" />
          </button>
        );
      })}
    </div>
  );
}
