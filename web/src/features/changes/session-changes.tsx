'use client';

import { isActive, type SessionView } from '@podium/board';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { Heart } from '@/components/heart.tsx';
import { InlineError } from '@/components/notice.tsx';
import { SessionBadge } from '@/components/status-glyph.tsx';
import { Ago } from '@/components/times.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { useMoment } from '@/lib/board/moment-context.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { TurnCard } from './turn-card.tsx';
import { useChanges } from './use-changes.ts';

/** What one session changed. An earlier one is a line until it is opened. */
export function SessionChangesView({ session, openAtFirst }: { session: SessionView; openAtFirst: boolean }) {
  const [open, setOpen] = useState(openAtFirst);
  return (
    <section aria-label={`Session ${session.id.slice(0, 8)}`} data-testid={`changes-${session.id}`}>
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex w-full items-center gap-2 rounded-card px-1 py-1 text-left text-meta hover:bg-hover"
        >
          <ChevronRight
            aria-hidden="true"
            className={cx('size-3.5 shrink-0 text-faint transition-transform duration-100', open && 'rotate-90')}
          />
          <SessionBadge status={session.status} />
          <code className="font-mono text-[11px] font-normal text-faint">{session.id.slice(0, 8)}</code>
          <span className="min-w-0 flex-1 truncate font-normal text-muted">{!open && firstLine(session.prompt)}</span>
          <Ago time={session.queued_at} className="shrink-0 font-normal text-faint" />
        </button>
      </h3>
      {open && (
        <div className="mt-2 space-y-3">
          <Turns session={session} />
        </div>
      )}
    </section>
  );
}

function Turns({ session }: { session: SessionView }) {
  const isPast = useMoment() !== null;
  // Nothing is known of the turn that goes on, so in the first one there is nothing to ask for.
  const mayHaveSome = !isActive(session) || session.turns > 1;
  const { data, error, refetch, isFetching } = useChanges(session, mayHaveSome);
  const turns = mayHaveSome ? data : [];
  const works = isActive(session) && !isPast;
  if (error && !turns) {
    return (
      <div className="space-y-2">
        <InlineError>What it changed can’t be loaded. {messageOf(error)}</InlineError>
        <Button size="small" disabled={isFetching} onClick={() => void refetch()}>
          {isFetching ? 'Trying…' : 'Try again'}
        </Button>
      </div>
    );
  }
  if (!turns) return <Quiet>Loading…</Quiet>;
  return (
    <>
      {works && (
        <Quiet>
          <Heart session={session} className="mr-2" />
          {turns.length === 0
            ? 'What the agent changes shows here once it has answered.'
            : 'The agent is at work again. What it changes shows here once it has answered.'}
        </Quiet>
      )}
      {turns.map((turn) => (
        <TurnCard key={turn.turn} sessionId={session.id} turn={turn} />
      ))}
      {turns.length === 0 && !works && <Quiet>It ended without a change.</Quiet>}
    </>
  );
}

function Quiet({ children }: { children: React.ReactNode }) {
  return (
    <p role="status" className="flex items-center px-1.5 text-muted">
      {children}
    </p>
  );
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
