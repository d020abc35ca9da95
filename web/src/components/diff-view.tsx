'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { diffRows, type DiffRow } from '@/lib/diff/diff-rows.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { DiffLine } from './diff-line.tsx';

interface DiffViewProps {
  /** A unified diff of one file. */
  patch: string;
  /** What it is the diff of; its accessible name. */
  label: string;
  /** Scrolls inside, where it must not push away what is below it. */
  contained?: boolean;
}

/** A diff of more lines is shown in part, until somebody wants all of it. */
const cappedAt = 300;
const shownOfCapped = 200;
const lineHeight = 20;

/** A unified diff line by line, as text only. All of a long one is drawn as far as it is in sight. */
export function DiffView({ patch, label, contained = false }: DiffViewProps) {
  const rows = useMemo(() => diffRows(patch), [patch]);
  const [whole, setWhole] = useState(false);
  const isLong = rows.length > cappedAt;
  if (rows.length === 0) return <NoLines patch={patch} />;
  if (isLong && whole) return <LongDiff rows={rows} label={label} contained={contained} />;
  return (
    <div
      role="group"
      aria-label={label}
      data-testid="diff"
      {...(contained ? { tabIndex: 0 } : {})}
      className={cx(
        '@container font-mono text-meta [font-variant-ligatures:none] focus-visible:-outline-offset-2',
        contained && 'max-h-60 overflow-y-auto',
      )}
    >
      {(isLong ? rows.slice(0, shownOfCapped) : rows).map((row, index) => (
        // The lines of a diff never move: their place is who they are.
        <DiffLine key={index} row={row} />
      ))}
      {isLong && (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="w-full bg-hover px-3 py-1.5 text-left font-sans font-medium text-accent hover:underline focus-visible:-outline-offset-2"
        >
          Show all {rows.length.toLocaleString()} lines
        </button>
      )}
    </div>
  );
}

function LongDiff({ rows, label, contained }: { rows: readonly DiffRow[]; label: string; contained: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 30,
  });
  return (
    <div
      ref={scroller}
      role="group"
      aria-label={label}
      data-testid="diff"
      tabIndex={0}
      className={cx(
        '@container overflow-y-auto font-mono text-meta [font-variant-ligatures:none] focus-visible:-outline-offset-2',
        contained ? 'max-h-60' : 'max-h-[70dvh]',
      )}
    >
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={index}
                ref={virtualizer.measureElement}
                data-index={index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                <DiffLine row={row} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}

/** A binary file, a new name, or a text that is no diff: what is there is shown as it is. */
function NoLines({ patch }: { patch: string }) {
  if (!patch.trim())
    return (
      <p className="px-3 py-2 text-muted">
        It has no lines to show: it is binary, or only its name or its rights changed.
      </p>
    );
  return (
    <pre
      tabIndex={0}
      className="max-h-60 overflow-auto px-3 py-2 font-mono text-meta text-muted [font-variant-ligatures:none]"
    >
      {patch}
    </pre>
  );
}
