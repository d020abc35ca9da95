'use client';

import type { ActivityItem } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { argumentsText, headOf } from '@/lib/output/activity-words.ts';
import { cx } from '@/lib/ui/class-names.ts';

/** More steps than these are in the Output tab, which can show them all. */
const shownSteps = 200;

/** What the agent did between two messages: one line, its steps on a press. */
export function StepGroup({ items }: { items: readonly ActivityItem[] }) {
  const [open, setOpen] = useState(false);
  const failed = items.filter(({ tool, kind }) => tool?.status === 'failed' || kind === 'error').length;
  const last = items.at(-1);
  return (
    <div className="rounded-card border border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 px-2.5 py-1.5 text-left text-meta text-muted hover:bg-hover"
      >
        <ChevronRight
          aria-hidden="true"
          className={cx('size-3.5 shrink-0 text-faint transition-transform duration-100', open && 'rotate-90')}
        />
        <span className="shrink-0 tabular-nums">
          {items.length} step{items.length === 1 ? '' : 's'}
        </span>
        {failed > 0 && <span className="shrink-0 text-failed tabular-nums">{failed} failed</span>}
        {!open && last && <span className="min-w-0 truncate font-mono text-[11px]">{oneLine(last)}</span>}
      </button>
      {open && (
        <ul className="space-y-1 border-t border-line px-2.5 py-2">
          {items.slice(0, shownSteps).map((item) => (
            <Step key={item.id} item={item} />
          ))}
          {items.length > shownSteps && (
            <li className="text-meta text-faint">… {items.length - shownSteps} more in the Output tab</li>
          )}
        </ul>
      )}
    </div>
  );
}

function Step({ item }: { item: ActivityItem }) {
  const { tool } = item;
  const body = tool ? [argumentsText(tool), tool.result].filter(Boolean).join('\n\n') : headOf(item);
  if (!tool && !body.includes('\n')) return <li className="text-meta text-muted">{body}</li>;
  return (
    <li>
      <details>
        <summary
          className={cx(
            'truncate font-mono text-[11px] text-muted hover:text-text',
            tool?.status === 'failed' && 'text-failed',
          )}
        >
          {oneLine(item)}
        </summary>
        <pre
          tabIndex={0}
          className="mt-1 max-h-60 overflow-auto rounded-card bg-hover p-2 font-mono text-[11px] leading-4 whitespace-pre-wrap"
        >
          {body || 'No answer.'}
        </pre>
      </details>
    </li>
  );
}

function oneLine(item: ActivityItem): string {
  const { tool } = item;
  if (!tool) return headOf(item).split('\n', 1)[0] ?? '';
  const code = tool.exit_code ? ` (exit ${tool.exit_code})` : '';
  return `${tool.title.startsWith(tool.name) ? '' : `${tool.name} `}${tool.title}${code}`;
}
