'use client';

import {
  filesTouched,
  latestTodos,
  uncertainFiles,
  type ActivityItem,
  type SessionView,
  type TodoView,
  type UsageView,
} from '@podium/board';
import { Coins, FileDiff, ListTodo } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { todoSigns } from '@/lib/output/activity-words.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { costText, tokensText } from '@/lib/ui/amounts.ts';

type Part = 'todos' | 'files' | 'usage';

/** What a session has come to: its to-do list, the files that it touched, tokens and cost. Each opens on a press. */
export function ActivitySummary({ session, items }: { session: SessionView; items: readonly ActivityItem[] }) {
  const [open, setOpen] = useState<Part | null>(null);
  const todos = useMemo(() => latestTodos(items), [items]);
  const files = useMemo(() => filesTouched(items), [items]);
  const uncertain = useMemo(() => uncertainFiles(items), [items]);
  const usage = useMemo(() => session.usage ?? spentOf(items), [session.usage, items]);
  if (todos.length === 0 && files.length === 0 && !usage) return null;
  const chip = (part: Part, sign: ReactNode, words: string) => (
    <Chip open={open === part} onPress={() => setOpen(open === part ? null : part)}>
      {sign} {words}
    </Chip>
  );
  const completed = todos.filter(({ status }) => status === 'completed').length;
  return (
    <div className="shrink-0 border-b border-line">
      <div className="flex flex-wrap gap-1.5 px-3 py-1.5">
        {todos.length > 0 && chip('todos', <ListTodo />, `${completed} of ${todos.length} to-dos`)}
        {files.length > 0 && chip('files', <FileDiff />, `${files.length} file${files.length === 1 ? '' : 's'}`)}
        {usage &&
          chip(
            'usage',
            <Coins />,
            `${tokensText(usage.input_tokens + usage.output_tokens)} tokens${usage.cost_usd > 0 ? ` · ${costText(usage.cost_usd)}` : ''}`,
          )}
      </div>
      {open && (
        <div className="max-h-48 overflow-y-auto px-3 pb-2 text-meta">
          {open === 'todos' && <Todos todos={todos} />}
          {open === 'files' && (
            <ul
              aria-label={uncertain.size > 0 ? 'Files that changed' : 'Files that the agent changed'}
              className="space-y-0.5 font-mono text-[11px] text-muted"
            >
              {files.map((file) => (
                <li key={file} className="break-all">
                  {file}
                  {uncertain.has(file) && <span className="font-sans text-faint"> (perhaps by others)</span>}
                </li>
              ))}
            </ul>
          )}
          {open === 'usage' && usage && (
            <p className="text-muted tabular-nums">
              {usage.input_tokens.toLocaleString()} tokens read ({usage.cached_tokens.toLocaleString()} from the cache),{' '}
              {usage.output_tokens.toLocaleString()} written, {costText(usage.cost_usd)}
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function Chip({ open, onPress, children }: { open: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onPress}
      className={cx(
        'inline-flex h-6 items-center gap-1.5 rounded-full border border-line px-2 text-meta tabular-nums hover:border-line-strong hover:text-text [&>svg]:size-3',
        open ? 'bg-active text-text' : 'text-muted',
      )}
    >
      {children}
    </button>
  );
}

const todoWords: Record<TodoView['status'], { label: string; className: string }> = {
  pending: { label: 'to do', className: 'text-muted' },
  in_progress: { label: 'in progress', className: 'text-progress' },
  completed: { label: 'done', className: 'text-faint line-through' },
  cancelled: { label: 'dropped', className: 'text-faint line-through' },
};

function Todos({ todos }: { todos: readonly TodoView[] }) {
  return (
    <ul aria-label="The agent’s to-do list" className="space-y-0.5">
      {todos.map(({ text, status }, index) => (
        // The place in the list is who it is: the agent writes it anew each time.
        <li key={index} className={cx('flex gap-2', todoWords[status].className)}>
          <span role="img" aria-label={todoWords[status].label} className="w-3 shrink-0 text-center no-underline">
            {todoSigns[status]}
          </span>
          {text}
        </li>
      ))}
    </ul>
  );
}

/** What the steps so far used; null before the first one is complete. */
function spentOf(items: readonly ActivityItem[]): UsageView | null {
  const used = items.flatMap(({ usage }) => usage ?? []);
  if (used.length === 0) return null;
  return used.reduce((sum, usage) => ({
    input_tokens: sum.input_tokens + usage.input_tokens,
    output_tokens: sum.output_tokens + usage.output_tokens,
    cached_tokens: sum.cached_tokens + usage.cached_tokens,
    cost_usd: sum.cost_usd + usage.cost_usd,
  }));
}
