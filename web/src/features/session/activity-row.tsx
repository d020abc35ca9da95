'use client';

import type { ActivityItem, ActivityKind, ToolActivity } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ActivityRow } from '@/lib/output/activity-rows.ts';
import { Marked } from './marked.tsx';
import { cx } from '@/lib/ui/class-names.ts';
import { clockText, elapsedText, exactText } from '@/lib/ui/time.ts';

/** Colours of the log, which is black in both themes. */
const colours: Record<ActivityKind, string> = {
  prompt: 'text-[#c9a6ff] font-medium',
  message: 'text-[#e8e9ec]',
  reasoning: 'text-[#a4a0c8] italic',
  tool: 'text-[#7db8ff]',
  todo: 'text-[#8fd3c8]',
  files: 'text-[#8fd3c8]',
  step: 'text-[#8a8d96]',
  status: 'text-[#e3b659]',
  error: 'text-[#ff8088] font-medium',
  done: 'text-[#5fd098] font-medium',
};

const signs: Partial<Record<ActivityKind, string>> = {
  prompt: '❯',
  step: '∑',
  files: '±',
  status: '·',
  error: '✕',
  done: '✓',
};

/** How a session ended is told by its colour and sign. */
const endings: Record<string, { sign: string; colour: string }> = {
  failed: { sign: '✕', colour: colours.error },
  cancelled: { sign: '■', colour: 'text-[#8a8d96] font-medium' },
};

function lookOf({ kind, text }: ActivityItem): { sign: string; colour: string } {
  return (kind === 'done' && endings[text.trim()]) || { sign: signs[kind] ?? '', colour: colours[kind] };
}

interface ActivityRowProps {
  row: ActivityRow;
  searched: string;
  isMatch: boolean;
  onToggle: () => void;
  onWhole: () => void;
}

export function ActivityRowView({ row, searched, isMatch, onToggle, onWhole }: ActivityRowProps) {
  return (
    <div className={cx('flex w-full gap-3 px-3 hover:bg-[#101114]', isMatch && 'bg-[#241c06] hover:bg-[#241c06]')}>
      <span
        className="w-14 shrink-0 text-[11px] text-[#8a8d96] tabular-nums select-none max-sm:hidden"
        title={row.time ? exactText(row.time) : undefined}
      >
        {row.time && clockText(row.time)}
      </span>
      <Content row={row} searched={searched} onToggle={onToggle} onWhole={onWhole} />
    </div>
  );
}

function Content({ row, searched, onToggle, onWhole }: Omit<ActivityRowProps, 'isMatch'>) {
  const { item, part, text } = row;
  if (part === 'head') return <Head row={row} searched={searched} onToggle={onToggle} />;
  if (part === 'more') {
    return (
      <button type="button" onClick={onWhole} className="ml-5 text-[#8a8d96] hover:text-text">
        … {row.count.toLocaleString()} more lines
      </button>
    );
  }
  const isInside = part === 'arguments' || part === 'result';
  const { sign, colour } = lookOf(item);
  return (
    <>
      <span aria-hidden="true" className={cx('w-2 shrink-0 select-none', colour)}>
        {row.time && sign}
      </span>
      <span
        className={cx(
          'min-w-0 flex-1 break-words whitespace-pre-wrap',
          isInside ? cx('border-l border-[#2b2d33] pl-3', lineColour(row)) : colour,
        )}
      >
        <Marked text={text || ' '} searched={searched} />
      </span>
    </>
  );
}

function Head({ row, searched, onToggle }: Omit<ActivityRowProps, 'isMatch' | 'onWhole'>) {
  const { item, open, count } = row;
  return (
    <button
      type="button"
      aria-expanded={open}
      disabled={count === 0}
      onClick={onToggle}
      className={cx('group flex min-w-0 flex-1 items-baseline gap-2 text-left', colours[item.kind])}
    >
      <ChevronRight
        aria-hidden="true"
        className={cx(
          'size-3 shrink-0 self-center text-[#8a8d96] transition-transform duration-100',
          open && 'rotate-90',
          count === 0 && 'invisible',
        )}
      />
      <span className="min-w-0 flex-1 truncate">
        <Marked text={item.tool ? titled(item.tool) : row.text} searched={searched} />
      </span>
      {item.tool ? <ToolState tool={item.tool} /> : <Small>{count} lines</Small>}
    </button>
  );
}

function ToolState({ tool }: { tool: ToolActivity }) {
  return (
    <span className="flex shrink-0 items-center gap-2 not-italic">
      {tool.exit_code !== null && tool.exit_code !== 0 && (
        <span className="rounded bg-[#3a1519] px-1 text-[11px] leading-4 text-[#ff8088]">exit {tool.exit_code}</span>
      )}
      {tool.duration_ms !== null && tool.duration_ms >= 1_000 && <Small>{elapsedText(tool.duration_ms)}</Small>}
      <span
        role="img"
        aria-label={stateWords[tool.status].label}
        className={cx('w-3 text-center', stateWords[tool.status].colour)}
      >
        {stateWords[tool.status].sign}
      </span>
    </span>
  );
}

const stateWords: Record<ToolActivity['status'], { sign: string; label: string; colour: string }> = {
  running: { sign: '…', label: 'running', colour: 'text-[#8a8d96]' },
  completed: { sign: '✓', label: 'done', colour: 'text-[#5fd098]' },
  failed: { sign: '✕', label: 'failed', colour: 'text-[#ff8088]' },
};

function Small({ children }: { children: ReactNode }) {
  return <span className="shrink-0 text-[11px] text-[#8a8d96] not-italic tabular-nums">{children}</span>;
}

/** The tool's name first, where its title does not begin with it. */
function titled(tool: ToolActivity | null): string {
  if (!tool) return '';
  return tool.title.startsWith(tool.name) ? tool.title : `${tool.name} ${tool.title}`;
}

/** What was added and taken away, where the line is of a diff. */
function lineColour({ part, text }: ActivityRow): string {
  if (part === 'result' && /^\+(?!\+\+)/.test(text)) return 'text-[#5fd098]';
  if (part === 'result' && /^-(?!--)/.test(text)) return 'text-[#ff8088]';
  return part === 'arguments' ? 'text-[#c3c6ce]' : 'text-[#9aa0ac]';
}
