'use client';

import { isActive, type SessionView } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { ModelLabel } from '@/components/model-label.tsx';
import { SessionBadge } from '@/components/status-glyph.tsx';
import { Ago, Elapsed } from '@/components/times.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { elapsedText } from '@/lib/ui/time.ts';
import { OutputPanel } from './output-panel.tsx';

/** One execution: what it was asked, how it went, and its full log on demand. */
export function HistoryEntry({ session }: { session: SessionView }) {
  const [open, setOpen] = useState(false);
  const { title, rest } = promptParts(session.prompt);
  return (
    <li
      data-testid={`session-${session.id}`}
      data-status={session.status}
      className="overflow-hidden rounded-card border border-line bg-surface"
    >
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2 px-3 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden="true"
          className={cx('mt-0.5 size-4 shrink-0 text-faint transition-transform duration-100', open && 'rotate-90')}
        />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-x-2.5 text-meta">
            <SessionBadge status={session.status} />
            <code className="font-mono text-[11px] text-muted">{session.id.slice(0, 8)}</code>
            <Duration session={session} />
            {session.model?.scripted && <ModelLabel model={session.model} />}
            <Ago time={session.queued_at} className="ml-auto text-faint" />
          </span>
          <span className="mt-1 block truncate font-medium">{title}</span>
          {rest && <span className="line-clamp-2 break-words whitespace-pre-line text-muted">{rest}</span>}
          {session.preview && (
            <span className="mt-1 line-clamp-2 border-l-2 border-done/50 pl-2 break-words text-muted">
              {session.preview}
            </span>
          )}
          {session.failure && <span className="mt-0.5 block break-words text-failed">{session.failure.message}</span>}
        </span>
      </button>
      {open && <EntryDetails session={session} />}
    </li>
  );
}

function Duration({ session }: { session: SessionView }) {
  if (isActive(session))
    return <Elapsed since={session.started_at ?? session.queued_at} className="text-muted tabular-nums" />;
  return (
    <span className="text-muted tabular-nums">
      {session.duration_ms === null ? '' : elapsedText(session.duration_ms)}
    </span>
  );
}

function EntryDetails({ session }: { session: SessionView }) {
  const { usage } = session;
  return (
    <div className="border-t border-line p-3">
      <h3 className="text-meta font-medium text-faint">Prompt</h3>
      <p className="mt-1 mb-3 max-h-40 overflow-y-auto break-words whitespace-pre-wrap">{session.prompt}</p>
      {usage && (
        <p className="mb-3 text-meta text-muted tabular-nums">
          {usage.input_tokens.toLocaleString()} tokens read · {usage.output_tokens.toLocaleString()} written
          {usage.cost_usd > 0 && ` · $${usage.cost_usd.toFixed(4)}`}
        </p>
      )}
      <div className="flex h-80 flex-col">
        <OutputPanel session={session} />
      </div>
    </div>
  );
}

/** The first line of a prompt is the task's title; what follows, without the blank lines in between, says more. */
function promptParts(prompt: string): { title: string; rest: string } {
  const [title = '', ...rest] = prompt.trim().split('\n');
  return {
    title,
    rest: rest
      .join('\n')
      .trim()
      .replace(/\n{2,}/g, '\n'),
  };
}
