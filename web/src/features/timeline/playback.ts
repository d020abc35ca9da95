import { stopAt, type Stops } from './stops.ts';

export const speeds = [1, 4, 16] as const;
export type Speed = (typeof speeds)[number];

/** Where the board stands in time. */
export interface Playback {
  /** Position in the log; null for the present, which moves on by itself. */
  readonly position: number | null;
  readonly playing: boolean;
  readonly speed: Speed;
}

export type PlaybackAction =
  /** To a position, wherever it is: from an address or a story. */
  | { kind: 'visit'; position: number }
  /** To a stop of the scrubber; its last one is the present. */
  | { kind: 'seek'; stop: number }
  | { kind: 'step'; by: number }
  | { kind: 'toggle' }
  | { kind: 'tick' }
  | { kind: 'speed'; speed: Speed }
  | { kind: 'now' };

export const present: Playback = { position: null, playing: false, speed: 1 };

/** How long a stop is shown while playing at normal speed. */
const stopMs = 800;

export function stopDurationMs(speed: Speed): number {
  return stopMs / speed;
}

/** The one place that decides where time travel goes. `stops` are oldest first and may grow between two actions. */
export function travel(state: Playback, action: PlaybackAction, stops: Stops): Playback {
  switch (action.kind) {
    case 'visit':
      return { ...state, position: action.position, playing: false };
    case 'seek':
      return { ...seek(state, action.stop, stops), playing: false };
    case 'step':
      return { ...seek(state, stopAfter(state, action.by, stops), stops), playing: false };
    case 'toggle':
      return toggle(state, stops);
    case 'tick':
      return state.playing ? seek(state, stopAfter(state, 1, stops), stops) : state;
    case 'speed':
      return { ...state, speed: action.speed };
    case 'now':
      return { ...state, position: null, playing: false };
  }
}

/** The scrubber's stop that shows; the last one in the present. */
export function shownStop({ position }: Pick<Playback, 'position'>, stops: Stops): number {
  return position === null ? stops.length - 1 : Math.max(0, stopAt(stops, position));
}

/** Playing from the present starts at the beginning. */
function toggle(state: Playback, stops: Stops): Playback {
  if (state.playing || stops.length < 2) return { ...state, playing: false };
  return { ...(state.position === null ? seek(state, 0, stops) : state), playing: true };
}

function seek(state: Playback, stop: number, stops: Stops): Playback {
  if (stop >= stops.length - 1) return { ...state, position: null, playing: false };
  return { ...state, position: stops[Math.max(0, stop)]?.position ?? null };
}

function stopAfter(state: Playback, by: number, stops: Stops): number {
  const current = shownStop(state, stops);
  const isBetween = state.position !== null && (stops[current]?.position ?? 0) < state.position;
  // From between two stops, one step back is to the stop itself.
  return isBetween && by < 0 ? current + by + 1 : current + by;
}
