'use client';

import { isActive, type SessionView } from '@podium/board';
import { Square } from 'lucide-react';
import { useMemo } from 'react';
import { Heart } from '@/components/heart.tsx';
import { ModelLabel } from '@/components/model-label.tsx';
import { SessionBadge } from '@/components/status-glyph.tsx';
import { Elapsed } from '@/components/times.tsx';
import { useMoment } from '@/lib/board/moment-context.ts';
import { useConnection } from '@/lib/live/live-context.tsx';
import { useSilence } from '@/lib/live/use-silence.ts';
import { outputUntil } from '@/lib/output/output-log.ts';
import { useOutput } from '@/lib/output/use-output.ts';
import { stopVerb } from '@/lib/ui/session-words.ts';
import { elapsedText } from '@/lib/ui/time.ts';
import { ActivityLogView } from './activity-log.tsx';
import { ActivitySummary } from './activity-summary.tsx';
import { OutputToolbar } from './output-toolbar.tsx';
import { useActivityLog } from './use-activity-log.ts';

interface OutputPanelProps {
  session: SessionView;
  /** Absent where it can't be stopped from here. */
  onStop?: () => void;
}

/** What a session's agent says and does, live while it runs; in the past, what it had said by then. Black in both themes. */
export function OutputPanel({ session, onStop }: OutputPanelProps) {
  const moment = useMoment();
  const whole = useOutput(session.project_id, session.id);
  const log = useActivityLog(useMemo(() => (moment ? outputUntil(whole, moment.time) : whole), [whole, moment]));
  const active = isActive(session);
  return (
    <section
      aria-label="Output"
      className="@container flex min-h-0 flex-1 flex-col overflow-hidden rounded-card border border-line bg-[#050506] text-text scheme-dark"
    >
      <header className="flex h-9 shrink-0 items-center gap-2.5 border-b border-line px-3 text-meta">
        {session.status === 'running' && !moment ? (
          <LiveBadge session={session} />
        ) : (
          <SessionBadge status={session.status} />
        )}
        <code className="font-mono text-[11px] text-faint">{session.id.slice(0, 8)}</code>
        <span className="shrink-0 whitespace-nowrap text-muted tabular-nums">
          {active ? (
            <Elapsed since={session.started_at ?? session.queued_at} />
          ) : (
            session.duration_ms !== null && elapsedText(session.duration_ms)
          )}
        </span>
        <span className="flex-1" />
        {session.model && (
          <span className="hidden min-w-0 @md:flex">
            <ModelLabel model={session.model} />
          </span>
        )}
        {active && onStop && (
          <button
            type="button"
            onClick={onStop}
            disabled={session.status === 'stopping'}
            aria-keyshortcuts="S"
            className="inline-flex h-6 shrink-0 items-center gap-1.5 rounded-card border border-line-strong px-2 font-medium text-text hover:border-failed hover:text-failed disabled:opacity-60"
          >
            <Square aria-hidden="true" className="size-2.5 fill-current" />
            {session.status === 'stopping' ? 'Stopping…' : stopVerb(session)}
          </button>
        )}
      </header>
      <ActivitySummary session={session} items={log.items} />
      {log.rows.length > 0 && <OutputToolbar log={log} fileName={`session-${session.id.slice(0, 8)}.log`} />}
      <ActivityLogView
        log={log}
        waiting={moment && active ? 'The agent had said nothing yet.' : waitingWords(session)}
      />
    </section>
  );
}

function LiveBadge({ session }: { session: SessionView }) {
  const silence = useSilence(session);
  const connected = useConnection() === 'live' && !silence;
  return (
    <span className="inline-flex items-center gap-1.5 rounded bg-hover px-1.5 text-[11px] leading-[18px] font-semibold tracking-wide">
      <Heart session={session} />
      {connected ? 'LIVE' : 'RECONNECTING'}
    </span>
  );
}

/** What to say while there is nothing to show. */
function waitingWords(session: SessionView): string {
  switch (session.status) {
    case 'queued':
      return 'Queued. What the agent does shows here as soon as it starts.';
    case 'pending':
      return 'The pod is being made ready.';
    case 'retrying':
      return 'Something failed that may pass. It is tried again by itself.';
    case 'waiting':
      return 'The agent waits for an answer.';
    case 'cancelled':
      return 'Stopped before the agent said anything.';
    case 'failed':
      return session.failure?.message ?? 'The session failed.';
    case 'completed':
      return 'Loading the log…';
    default:
      return 'The agent has the task. Its first words arrive in a moment.';
  }
}
