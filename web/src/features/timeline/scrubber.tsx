'use client';

import { CalendarClock, Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/button.tsx';
import { IconButton } from '@/components/icon-button.tsx';
import { InlineError } from '@/components/notice.tsx';
import { messageOf } from '@/lib/api/problem.ts';
import { cx } from '@/lib/ui/class-names.ts';
import { useReturnedFocus } from '@/lib/ui/opener.ts';
import { JumpDialog } from './jump-dialog.tsx';
import { speeds, type Playback, type PlaybackAction, type Speed } from './playback.ts';
import { Track } from './track.tsx';
import type { TimeTravel } from './use-time-travel.ts';

interface ScrubberProps {
  projectId: string;
  travel: TimeTravel;
}

/** The thin strip under the board that turns back time. */
export function Scrubber({ projectId, travel }: ScrubberProps) {
  const { playback, stops, go, error, retry } = travel;
  // Opened with the address, the page's own content keeps the focus.
  const [focused] = useState(playback.position === null);
  useReturnedFocus();
  return (
    <section
      id="timeline"
      aria-label="Timeline"
      data-testid="timeline"
      data-transient=""
      data-lifts-toasts=""
      className={cx(
        'relative z-10 shrink-0 animate-appear border-t px-3 py-1 transition-colors duration-150',
        playback.position === null ? 'border-line' : 'border-past/40 bg-past-soft',
      )}
    >
      {error ? (
        <div className="flex items-center gap-3">
          <InlineError>{messageOf(error)}</InlineError>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </div>
      ) : !stops ? (
        <p role="status" className="flex h-9 animate-shimmer items-center text-meta text-faint">
          Loading the timeline…
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 sm:flex-nowrap">
          <div className="order-2 flex items-center gap-0.5 sm:order-1">
            <Controls playback={playback} go={go} />
          </div>
          <div className="order-1 flex w-full min-w-0 sm:order-2 sm:w-auto sm:flex-1">
            <Track playback={playback} stops={stops} focused={focused} go={go} stepFact={travel.stepFact} />
          </div>
          <div className="order-3 ml-auto flex items-center gap-1">
            <Jump projectId={projectId} firstTime={stops[0]?.time} go={go} />
            <Button
              size="small"
              tone={playback.position === null ? 'quiet' : 'secondary'}
              disabled={playback.position === null}
              aria-keyshortcuts="Escape"
              onClick={() => go({ kind: 'now' })}
            >
              Now
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

function Controls({ playback, go }: { playback: Playback; go: (action: PlaybackAction) => void }) {
  return (
    <>
      <IconButton label="One change back" shortcut="ArrowLeft" onClick={() => go({ kind: 'step', by: -1 })}>
        <StepBack />
      </IconButton>
      <IconButton label={playback.playing ? 'Pause' : 'Play'} shortcut="Space" onClick={() => go({ kind: 'toggle' })}>
        {playback.playing ? <Pause className="fill-current" /> : <Play className="fill-current" />}
      </IconButton>
      <IconButton
        label="One change on"
        shortcut="ArrowRight"
        disabled={playback.position === null}
        onClick={() => go({ kind: 'step', by: 1 })}
      >
        <StepForward />
      </IconButton>
      <button
        type="button"
        aria-label={`Speed ${playback.speed}×`}
        title="Speed"
        onClick={() => go({ kind: 'speed', speed: nextSpeed(playback.speed) })}
        className="h-7 w-9 rounded-card text-meta font-medium text-muted tabular-nums hover:bg-hover hover:text-text"
      >
        {playback.speed}×
      </button>
    </>
  );
}

function nextSpeed(speed: Speed): Speed {
  return speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
}

function Jump({
  projectId,
  firstTime,
  go,
}: {
  projectId: string;
  firstTime: string | undefined;
  go: (action: PlaybackAction) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label="Jump to a time" onClick={() => setOpen(true)}>
        <CalendarClock />
      </IconButton>
      <JumpDialog
        projectId={projectId}
        firstTime={firstTime}
        open={open}
        onOpenChange={setOpen}
        onJump={(position) => go({ kind: 'visit', position })}
      />
    </>
  );
}
