import type { PodView } from '@podium/board';
import { cx } from '@/lib/ui/class-names.ts';

interface PodWords {
  text: string;
  /** What it means for a person; the hover. */
  meaning: string;
  colour: string;
  beats: boolean;
}

/** A pod's state in words. */
export function podWords(pod: PodView | null): PodWords {
  switch (pod?.status ?? 'none') {
    case 'ready':
      return {
        text: 'ready',
        meaning: 'The runtime answers. Agents start at once.',
        colour: 'text-done',
        beats: false,
      };
    case 'idle':
      return {
        text: 'idle',
        meaning: 'The runtime rests and wakes up with the next execution.',
        colour: 'text-todo',
        beats: false,
      };
    case 'provisioning':
      return {
        text: `${pod?.generation === 1 ? 'getting ready' : 'waking up'}${pod?.progress ? `: ${pod.progress}` : ''}`,
        meaning: pod?.progress ?? 'The runtime is being started.',
        colour: 'text-ai-review',
        beats: true,
      };
    case 'stopped':
      return {
        text: 'asleep',
        meaning: 'The runtime is stopped and wakes up with the next execution.',
        colour: 'text-todo',
        beats: false,
      };
    case 'failed':
      return {
        text: `failed${pod?.failure ? `: ${pod.failure.message}` : ''}`,
        meaning: pod?.failure?.message ?? 'The runtime can’t be used.',
        colour: 'text-failed',
        beats: false,
      };
    default:
      return { text: 'not started', meaning: 'The runtime starts in a moment.', colour: 'text-todo', beats: false };
  }
}

export function PodDot({ pod }: { pod: PodView | null }) {
  const { text, colour, beats } = podWords(pod);
  return (
    <span
      role="img"
      title={`Pod ${text}`}
      aria-label={`Pod ${pod?.status === 'failed' ? 'failed' : text}`}
      className={cx('inline-block size-2 shrink-0 rounded-full bg-current', colour, beats && 'animate-beat')}
    />
  );
}

/** The pod's dot and its state in words. */
export function PodBadge({ pod }: { pod: PodView | null }) {
  const { text, meaning, colour, beats } = podWords(pod);
  return (
    <span
      title={meaning}
      data-testid="pod-state"
      data-status={pod?.status ?? 'none'}
      className="inline-flex min-w-0 items-center gap-1.5 text-meta text-muted"
    >
      <span
        aria-hidden="true"
        className={cx('size-2 shrink-0 rounded-full bg-current', colour, beats && 'animate-beat')}
      />
      <span className={cx('truncate', pod?.status === 'failed' && 'text-failed')}>Pod {text}</span>
    </span>
  );
}
