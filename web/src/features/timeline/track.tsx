'use client';

import type { TimelineMark } from '@podium/board';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { clockText, exactText, momentText } from '@/lib/ui/time.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { MarkGlyph } from './mark-glyph.tsx';
import { shownStop, type Playback, type PlaybackAction } from './playback.ts';
import { changesAgo } from './stops.ts';
import { placeOf, trackMarks } from './track-marks.ts';

interface TrackProps {
  playback: Playback;
  stops: readonly TimelineMark[];
  /** Takes the focus as it appears. */
  focused: boolean;
  go: (action: PlaybackAction) => void;
  stepFact: (by: 1 | -1) => void;
}

/** Half of the thumb: as far as the track is inset. */
const insetPx = 8;
const glyphPx = 13;
const pageStops = 10;

/** A slider over a project's changes; its right end is the present. */
export function Track({ playback, stops, focused, go, stepFact }: TrackProps) {
  const [track, widthPx] = useWidth();
  const [hovered, setHovered] = useState<number | null>(null);
  const shown = shownStop(playback, stops);
  const isPast = playback.position !== null;
  const drawn = useMemo(() => trackMarks(stops, Math.floor(widthPx / glyphPx)), [stops, widthPx]);
  const place = placeOf(shown, stops.length);
  const bubble = hovered ?? (isPast ? shown : null);

  const hover = (event: PointerEvent<HTMLInputElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - insetPx) / Math.max(1, box.width - 2 * insetPx);
    // A finger's bubble is that of the thumb, which is under it.
    if (event.pointerType !== 'mouse') return;
    setHovered(Math.round(Math.min(1, Math.max(0, share)) * (stops.length - 1)));
  };
  return (
    <div className="relative h-9 min-w-0 flex-1">
      <input
        type="range"
        data-testid="timeline-slider"
        aria-label="Moment"
        aria-valuetext={valueText(playback, stops)}
        aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Home End Space"
        min={0}
        max={Math.max(0, stops.length - 1)}
        value={shown}
        autoFocus={focused}
        onChange={(event) => go({ kind: 'seek', stop: event.currentTarget.valueAsNumber })}
        onKeyDown={(event) => pressed(event, go, stepFact)}
        onPointerMove={hover}
        onPointerLeave={() => setHovered(null)}
        className="bare-range peer absolute inset-0 z-10 h-full w-full touch-none"
      />
      <div ref={track} className="pointer-events-none absolute inset-x-2 inset-y-0">
        <span className="absolute inset-x-0 top-1/2 h-px -translate-y-1/2 bg-line-strong" />
        <span
          className={cx(
            'absolute left-0 top-1/2 h-0.5 -translate-y-1/2 rounded-full',
            isPast ? 'bg-past' : 'bg-line-strong',
          )}
          style={{ width: `${place * 100}%` }}
        />
        {drawn.map((mark) => (
          <span
            key={mark.at}
            className={cx(
              'absolute top-1/2 -translate-x-1/2 -translate-y-1/2 rounded-full p-px',
              isPast ? 'bg-past-soft' : 'bg-canvas',
              mark.at > place && 'opacity-55',
            )}
            style={{ left: `${mark.at * 100}%` }}
          >
            <MarkGlyph kind={mark.kind} />
          </span>
        ))}
      </div>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute inset-x-2 inset-y-0 peer-focus-visible:[&>span]:outline-2 peer-focus-visible:[&>span]:outline-offset-2"
      >
        <span
          className={cx(
            'absolute top-1/2 size-4 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 bg-surface outline-accent',
            isPast ? 'border-past' : 'border-accent',
          )}
          style={{ left: `${place * 100}%` }}
        />
      </div>
      {bubble !== null && stops[bubble] && (
        <Bubble mark={stops[bubble]} place={placeOf(bubble, stops.length)} widthPx={widthPx} />
      )}
    </div>
  );
}

/** What happened at a stop, above it. */
function Bubble({ mark, place, widthPx }: { mark: TimelineMark; place: number; widthPx: number }) {
  const bubblePx = Math.min(340, widthPx + 2 * insetPx);
  const leftPx = Math.min(widthPx + insetPx * 2 - bubblePx, Math.max(0, place * widthPx + insetPx - bubblePx / 2));
  return (
    <div
      data-testid="timeline-bubble"
      aria-hidden="true"
      className="pointer-events-none absolute bottom-full z-20 mb-1 flex animate-appear"
      style={{ left: leftPx, width: bubblePx, justifyContent: place < 0.2 ? 'start' : place > 0.8 ? 'end' : 'center' }}
    >
      <p className="flex min-w-0 items-start gap-2 rounded-card border border-line-strong bg-raised px-2 py-1 text-meta shadow-dialog">
        <MarkGlyph kind={mark.kind} className="mt-[3px]" />
        <span className="line-clamp-2 min-w-0 break-words">{mark.label}</span>
        <time className="shrink-0 text-faint tabular-nums" title={exactText(mark.time)}>
          {clockText(mark.time)}
        </time>
      </p>
    </div>
  );
}

function valueText(playback: Playback, stops: readonly TimelineMark[]): string {
  const mark = stops[shownStop(playback, stops)];
  if (playback.position === null || !mark) return 'Now';
  return `${momentText(mark.time)}, ${mark.label}, ${changesAgo(stops, playback.position)}`;
}

function pressed(event: KeyboardEvent, go: TrackProps['go'], stepFact: TrackProps['stepFact']): void {
  const actions: Record<string, PlaybackAction> = {
    ArrowLeft: { kind: 'step', by: -1 },
    ArrowDown: { kind: 'step', by: -1 },
    ArrowRight: { kind: 'step', by: 1 },
    ArrowUp: { kind: 'step', by: 1 },
    PageDown: { kind: 'step', by: -pageStops },
    PageUp: { kind: 'step', by: pageStops },
    Home: { kind: 'seek', stop: 0 },
    End: { kind: 'now' },
    ' ': { kind: 'toggle' },
  };
  const action = actions[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  if (event.shiftKey && action.kind === 'step') stepFact(action.by < 0 ? -1 : 1);
  else go(action);
}

function useWidth(): [RefObject<HTMLDivElement | null>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setWidthPx(entry.contentRect.width));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, widthPx];
}
