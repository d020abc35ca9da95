'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect } from 'react';
import { useStable } from '@/lib/ui/use-stable.ts';
import { ActivityRowView } from './activity-row.tsx';
import type { ActivityLog } from './use-activity-log.ts';
import { useFollowEnd } from '@/lib/ui/use-follow-end.ts';

/** The rows of a log; only those in view are in the page. */
export function ActivityLogView({ log, waiting }: { log: ActivityLog; waiting: string }) {
  const { rows, matches, matchIndex } = log;
  const { scroller, content, following, unseen, onScroll, goToEnd, stay } = useFollowEnd(rows.length);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
  });
  const matchKey = matches[matchIndex]?.key;
  const showMatch = useStable((key: string) => {
    const index = rows.findIndex((row) => row.key === key);
    if (index === -1) return;
    stay(0);
    virtualizer.scrollToIndex(index, { align: 'center' });
  });
  // Only another match moves the reader; rows that arrive meanwhile don't.
  useEffect(() => {
    if (matchKey) showMatch(matchKey);
  }, [matchKey, showMatch]);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label="Agent output"
        aria-live="off"
        data-testid="output"
        tabIndex={0}
        onScroll={onScroll}
        className="h-full overflow-y-auto py-2 font-mono text-[12px] leading-5 [font-variant-ligatures:none] focus-visible:-outline-offset-2"
      >
        {rows.length === 0 && <p className="px-3 text-faint">{waiting}</p>}
        <div ref={content} className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                data-kind={row.item.kind}
                data-part={row.part}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <ActivityRowView
                  row={row}
                  searched={log.searched}
                  isMatch={row.key === matchKey}
                  onToggle={() => {
                    stay(row.open ? -row.count : row.count);
                    log.toggle(row.item.id);
                  }}
                  onWhole={() => log.showWhole(row.item.id)}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!following && (
        <button
          type="button"
          onClick={goToEnd}
          className="absolute bottom-3 left-1/2 -translate-x-1/2 rounded-full border border-line-strong bg-raised px-3 py-1 text-meta font-medium shadow-dialog hover:bg-hover"
        >
          {unseen > 0 ? `${unseen.toLocaleString()} new line${unseen === 1 ? '' : 's'} ↓` : 'To the end ↓'}
        </button>
      )}
    </div>
  );
}
