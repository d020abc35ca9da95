'use client';

import type { TimelineMark } from '@podium/board';
import { useEffect, useState } from 'react';
import { useTimeline } from '@/lib/live/live-context.tsx';
import { announce } from '@/lib/ui/announcer.ts';
import { useStable } from '@/lib/ui/use-stable.ts';
import { present, shownStop, stopDurationMs, travel, type Playback, type PlaybackAction } from './playback.ts';
import { useAddressedPosition, useOpenedPosition } from './use-addressed-position.ts';
import { usePastBoard } from './use-past-board.ts';

export interface TimeTravel {
  playback: Playback;
  /** The changes that the scrubber halts at, oldest first; undefined until they are loaded. */
  stops: readonly TimelineMark[] | undefined;
  /** The newest change in what shows. */
  stop: TimelineMark | undefined;
  /** The same where nothing else happened since; undefined in the present and between two changes. */
  change: TimelineMark | undefined;
  /** Whether the scrubber is unfolded. */
  open: boolean;
  toggleOpen: () => void;
  /** To the fact before (-1) or after (1) what shows, be it a change that the scrubber has no stop for. */
  stepFact: (by: 1 | -1) => void;
  go: (action: PlaybackAction) => void;
  past: ReturnType<typeof usePastBoard>;
  error: Error | null;
  retry: () => void;
}

const noStops: readonly TimelineMark[] = [];
/** Passing changes are not read out; the one where it rests is. */
const restMs = 250;

/** Where the board of a project stands in time, kept in the address, with the board of that moment. */
export function useTimeTravel(projectId: string): TimeTravel {
  const opened = useOpenedPosition();
  const [playback, setPlayback] = useState<Playback>({ ...present, position: opened });
  const [unfolded, setUnfolded] = useState(opened !== null);
  const open = unfolded || playback.position !== null;
  const timeline = useTimeline(projectId, open);
  const stops = timeline.data?.marks ?? noStops;
  const go = useStable((action: PlaybackAction) => setPlayback((before) => travel(before, action, stops)));
  const { playing, position, speed } = playback;
  useAddressedPosition(position, (to) => go(to === null ? { kind: 'now' } : { kind: 'visit', position: to }));
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => go({ kind: 'tick' }), stopDurationMs(speed));
    return () => clearInterval(timer);
  }, [playing, speed, go]);

  const index = shownStop(playback, stops);
  const stop = stops[index];
  const change = stop?.position === position ? stop : undefined;
  const past = usePastBoard(projectId, position, neighbours(stops, index, playing));
  useAnnouncement(position, change?.label);
  return {
    playback,
    stops: timeline.data?.marks,
    stop,
    change,
    open,
    toggleOpen: () => {
      setUnfolded(!open);
      if (open) go({ kind: 'now' });
    },
    stepFact: (by) => {
      const at = past.frame?.position === position ? past.frame?.board.at : undefined;
      if (position === null) go({ kind: 'step', by });
      else if (at) go(factAction(by < 0 ? at.previous_position : at.next_position, by));
    },
    go,
    past,
    error: timeline.data ? null : timeline.error,
    retry: () => void timeline.refetch(),
  };
}

/** Before the first fact there is nothing, after the newest the present. */
function factAction(position: number | null, by: 1 | -1): PlaybackAction {
  if (position !== null) return { kind: 'visit', position };
  return by < 0 ? { kind: 'seek', stop: 0 } : { kind: 'now' };
}

/** What comes next while playing; what is one step away otherwise. */
function neighbours(stops: readonly TimelineMark[], stop: number, playing: boolean): number[] {
  const near = playing ? stops.slice(stop + 1, stop + 9) : [stops[stop - 1], stops[stop + 1]];
  return near.flatMap((mark) => mark?.position ?? []);
}

function useAnnouncement(position: number | null, label: string | undefined): void {
  const [told, setTold] = useState(position);
  useEffect(() => {
    if (told === position) return undefined;
    const timer = setTimeout(() => {
      setTold(position);
      announce(position === null ? 'Back to now' : (label ?? 'Between two changes'));
    }, restMs);
    return () => clearTimeout(timer);
  }, [told, position, label]);
}
