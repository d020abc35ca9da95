'use client';

import type { StoryCause, StoryDetail, StoryEntry, TaskStatusName } from '@podium/board';
import { History } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { statusLabels } from '@/lib/board/statuses.ts';
import { actionWords } from '@/lib/ui/action-words.ts';
import { exactText } from '@/lib/ui/time.ts';

interface EntryDetailsProps {
  entry: StoryEntry;
  boardHref: string;
  /** Absent where the cause is no entry. */
  onShowCause: (() => void) | undefined;
  /** Shows the board beside; absent where the link has to lead to it. */
  onVisit?: (position: number) => void;
}

/** Everything that the log knows of an entry. */
export function EntryDetails({ entry, boardHref, onShowCause, onVisit }: EntryDetailsProps) {
  const visit = (event: MouseEvent): void => {
    if (!onVisit || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onVisit(entry.position);
  };
  return (
    <div className="mt-1.5 mb-1 rounded-card border border-line bg-canvas px-3 py-2 text-meta">
      <dl className="grid grid-cols-[96px_minmax(0,1fr)] gap-x-3 gap-y-1">
        {Object.entries(entry.details).map(([name, value]) => (
          <Row key={name} name={words(name)}>
            {valueText(name, value)}
          </Row>
        ))}
        <Row name="By">
          {entry.actor.name} <span className="text-faint">({entry.actor.kind})</span>
        </Row>
        {entry.cause && (
          <Row name="Because">
            <Cause cause={entry.cause} onShow={onShowCause} />
          </Row>
        )}
        <Row name="When">{exactText(entry.time)}</Row>
        <Row name="Type">
          <Code>{entry.type}</Code>
        </Row>
        {entry.kind === 'fact' && (
          <Row name="Position">
            <Code>{entry.position}</Code>
          </Row>
        )}
        <Row name="Id">
          <Code>{entry.id}</Code>
        </Row>
        {entry.session_id && (
          <Row name="Session">
            <Code>{entry.session_id}</Code>
          </Row>
        )}
        <Row name="Correlation">
          <Code>{entry.correlation_id}</Code>
        </Row>
      </dl>
      {entry.position > 0 && (
        <a
          href={boardHref}
          onClick={visit}
          className="mt-2 inline-flex items-center gap-1.5 font-medium text-accent hover:underline"
        >
          <History aria-hidden="true" className="size-3.5" /> See the board at this moment
        </a>
      )}
    </div>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="max-h-40 min-w-0 overflow-y-auto break-words whitespace-pre-line">{children}</dd>
    </>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="font-mono text-[11px] break-all text-muted select-all">{children}</code>;
}

function Cause({ cause, onShow }: { cause: StoryCause; onShow: (() => void) | undefined }) {
  const words = cause.title ?? `a ${cause.kind} that is not kept any more`;
  if (!onShow) return <span className={cause.title ? undefined : 'text-faint'}>{words}</span>;
  return (
    <button type="button" onClick={onShow} className="text-left font-medium text-accent hover:underline">
      {words}
    </button>
  );
}

/** `input_tokens` -> `Input tokens`. */
function words(name: string): string {
  const text = name.replace(/_usd$/, '').replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function valueText(name: string, value: StoryDetail): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return name.endsWith('_usd') ? `$${value.toFixed(4)}` : value.toLocaleString();
  if (name === 'action') return actionWords(value);
  return name === 'from' || name === 'to' ? (statusLabels[value as TaskStatusName] ?? value) : value;
}
