'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useState } from 'react';
import { outputLines, type OutputLine } from '@/lib/output/output-lines.ts';
import type { OutputKindName, OutputLog } from '@/lib/output/output-log.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { clockText, exactText } from '@/lib/ui/time.ts';
import { useFollowEnd } from './use-follow-end.ts';

const colours: Record<OutputKindName, string> = {
  text: 'text-[#e8e9ec]',
  reasoning: 'text-[#a4a0c8] italic',
  tool: 'text-[#7db8ff] font-medium',
  tool_result: 'text-[#9aa0ac]',
  status: 'text-[#e3b659]',
  error: 'text-[#ff8088] font-medium',
  done: 'text-[#5fd098] font-medium',
};

const signs: Record<OutputKindName, string> = {
  text: '',
  reasoning: '',
  tool: '▸',
  tool_result: '│',
  status: '·',
  error: '✕',
  done: '✓',
};

/** The lines of a log; only those in view are in the page. */
export function OutputRows({ log, waiting }: { log: OutputLog; waiting: string }) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const lines = useMemo(() => outputLines(log.blocks, unfolded), [log.blocks, unfolded]);
  const { scroller, content, following, unseen, onScroll, goToEnd, stay } = useFollowEnd(lines.length);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 12,
  });
  const unfold = ({ blockId, folded }: OutputLine): void => {
    stay(folded - 1);
    setUnfolded((known) => new Set(known).add(blockId));
  };
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
        {lines.length === 0 && <p className="px-3 text-faint">{waiting}</p>}
        <div ref={content} className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            return (
              <div
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                data-kind={line.kind}
                className="absolute top-0 left-0 flex w-full gap-3 px-3 hover:bg-[#101114]"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Row line={line} onUnfold={() => unfold(line)} />
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
          {unseen > 0 ? `${unseen} new line${unseen === 1 ? '' : 's'} ↓` : 'To the end ↓'}
        </button>
      )}
    </div>
  );
}

function Row({ line, onUnfold }: { line: OutputLine; onUnfold: () => void }) {
  return (
    <>
      <span
        className="w-14 shrink-0 text-[11px] text-[#8a8d96] tabular-nums select-none"
        title={line.time ? exactText(line.time) : undefined}
      >
        {line.time && clockText(line.time)}
      </span>
      <span aria-hidden="true" className={cx('w-2 shrink-0 select-none', colours[line.kind])}>
        {(line.time || line.kind === 'tool_result') && signs[line.kind]}
      </span>
      {line.folded > 0 ? (
        <button type="button" onClick={onUnfold} className="text-[#8a8d96] hover:text-text">
          … {line.folded} more lines
        </button>
      ) : (
        <span className={cx('min-w-0 flex-1 break-words whitespace-pre-wrap', colours[line.kind])}>
          {line.tool && line.kind === 'tool' && !line.text.startsWith(line.tool) && (
            <span className="mr-2 text-[#8a8d96]">{line.tool}</span>
          )}
          {line.text || ' '}
        </span>
      )}
    </>
  );
}
