'use client';

import { useConnection } from '@/lib/live/live-context.tsx';
import type { ConnectionState as State } from '@/lib/live/live.ts';
import { cx } from '@/lib/ui/class-names.ts';

const words: Record<State, { text: string; meaning: string; colour: string }> = {
  connecting: { text: 'Connecting', meaning: 'The live connection is being made.', colour: 'text-todo' },
  catching_up: {
    text: 'Catching up',
    meaning: 'Connected; what happened meanwhile is arriving.',
    colour: 'text-ai-review',
  },
  live: { text: 'Live', meaning: 'Everything here is up to date.', colour: 'text-done' },
  stalled: {
    text: 'Not live',
    meaning: 'The server does not reach its log; what you see may be old. It keeps trying.',
    colour: 'text-failed',
  },
  crowded: {
    text: 'Not live',
    meaning: 'Too many windows of Podium are open for you; what you see may be old. Close some, and this one connects.',
    colour: 'text-failed',
  },
  offline: {
    text: 'Offline',
    meaning: 'The connection is lost; what you see may be old. Podium keeps trying.',
    colour: 'text-failed',
  },
};

/** Whether what is shown is live, told truthfully. */
export function ConnectionState({ compact }: { compact: boolean }) {
  const state = useConnection();
  const { text, meaning, colour } = words[state];
  return (
    <span
      data-testid="connection"
      data-status={state}
      role="status"
      title={meaning}
      className="inline-flex h-7 items-center gap-2 px-2 text-meta text-muted"
    >
      <span aria-hidden="true" className={cx('size-2 shrink-0 rounded-full bg-current', colour)} />
      <span className={compact ? 'sr-only' : undefined}>{text}</span>
    </span>
  );
}
