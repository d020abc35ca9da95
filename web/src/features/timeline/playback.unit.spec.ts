import { describe, expect, it } from '@jest/globals';
import { present, shownStop, travel, type Playback, type PlaybackAction } from './playback.ts';
import { changesAgo } from './stops.ts';

const stops = [10, 20, 30, 40].map((position) => ({ position }));
const at = (position: number | null, change: Partial<Playback> = {}): Playback => ({ ...present, position, ...change });
const go = (state: Playback, ...actions: PlaybackAction[]): Playback =>
  actions.reduce((before, action) => travel(before, action, stops), state);

describe('travel', () => {
  it('steps from the present back and forth, and ends in the present', () => {
    const back = go(present, { kind: 'step', by: -1 });
    expect(back.position).toBe(30);
    expect(go(back, { kind: 'step', by: -1 }).position).toBe(20);
    expect(go(back, { kind: 'step', by: 1 })).toEqual(present);
    expect(go(at(10), { kind: 'step', by: -1 }).position).toBe(10);
  });

  it('steps from between two stops to the stops around', () => {
    expect(go(at(25), { kind: 'step', by: -1 }).position).toBe(20);
    expect(go(at(25), { kind: 'step', by: 1 }).position).toBe(30);
    expect(go(at(25), { kind: 'step', by: -2 }).position).toBe(10);
  });

  it('stays at a visited position, be it the newest', () => {
    const visited = go(at(10, { playing: true }), { kind: 'visit', position: 40 });
    expect(visited).toEqual(at(40));
    expect(go(visited, { kind: 'step', by: 1 }).position).toBeNull();
    expect(go(visited, { kind: 'step', by: -1 }).position).toBe(30);
  });

  it('plays from the beginning to the present, and through what happens meanwhile', () => {
    const playing = go(present, { kind: 'toggle' });
    expect(playing).toEqual(at(10, { playing: true }));
    const nearEnd = go(playing, { kind: 'tick' }, { kind: 'tick' });
    expect(nearEnd).toEqual(at(30, { playing: true }));
    expect(travel(nearEnd, { kind: 'tick' }, [...stops, { position: 50 }])).toEqual(at(40, { playing: true }));
    expect(go(nearEnd, { kind: 'tick' })).toEqual(present);
  });

  it('pauses by hand, by seeking and by stepping, and keeps its speed', () => {
    const playing = go(at(20), { kind: 'speed', speed: 4 }, { kind: 'toggle' });
    expect(playing).toEqual(at(20, { playing: true, speed: 4 }));
    for (const action of [{ kind: 'toggle' }, { kind: 'seek', stop: 1 }, { kind: 'now' }] as const)
      expect(go(playing, action)).toMatchObject({ playing: false, speed: 4 });
    expect(go(go(playing, { kind: 'toggle' }), { kind: 'tick' }).position).toBe(20);
  });

  it('has nothing to play where nothing happened', () => {
    expect(travel(present, { kind: 'toggle' }, [{ position: 10 }])).toEqual(present);
    expect(travel(present, { kind: 'step', by: -1 }, [])).toEqual(present);
  });
});

describe('shownStop and changesAgo', () => {
  it('show the last stop at or before the position', () => {
    expect([null, 9, 10, 25, 99].map((position) => shownStop({ position }, stops))).toEqual([3, 0, 0, 1, 3]);
    expect(changesAgo(stops, 25)).toBe('2 changes ago');
    expect(changesAgo(stops, 30)).toBe('1 change ago');
    expect(changesAgo(stops, 45)).toBe('the latest change');
  });
});
