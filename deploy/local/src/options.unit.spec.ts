import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('the options of npm start', () => {
  it('are port 3000 and .podium in the repository unless told', () => {
    expect(readOptions([], {}, '/repo')).toMatchObject({
      port: 3000,
      dataDir: '/repo/.podium',
      split: false,
      help: false,
    });
  });

  it('come from the environment and the command line', () => {
    const options = readOptions(['--split'], { PORT: '4000', PODIUM_DATA: '/data' }, '/repo');
    expect(options).toMatchObject({ port: 4000, dataDir: '/data', split: true });
  });

  it('take a relative data directory from the repository, wherever npm was called', () => {
    expect(readOptions([], { PODIUM_DATA: 'mine' }, '/repo').dataDir).toBe('/repo/mine');
  });

  it('take the longest pause before a restart', () => {
    expect(readOptions([], {}, '/repo').longestPauseSeconds).toBe(10);
    expect(readOptions([], { PODIUM_RESTART_SECONDS: '0.5' }, '/repo').longestPauseSeconds).toBe(0.5);
    expect(() => readOptions([], { PODIUM_RESTART_SECONDS: 'soon' }, '/repo')).toThrow('PODIUM_RESTART_SECONDS=soon');
  });

  it('take the pace of the demo model', () => {
    expect(readOptions([], {}, '/repo').demoWordDelayMilliseconds).toBeUndefined();
    expect(readOptions([], { PODIUM_DEMO_WORD_DELAY_MS: '0' }, '/repo').demoWordDelayMilliseconds).toBe(0);
    expect(() => readOptions([], { PODIUM_DEMO_WORD_DELAY_MS: '-1' }, '/repo')).toThrow('PODIUM_DEMO_WORD_DELAY_MS=-1');
  });

  it('take the number of processes of each service, which are split then', () => {
    expect(readOptions([], {}, '/repo').replicas).toBe(1);
    expect(readOptions(['--replicas', '2'], {}, '/repo')).toMatchObject({ replicas: 2, split: true });
    for (const wrong of ['0', '10', 'two']) {
      expect(() => readOptions(['--replicas', wrong], {}, '/repo')).toThrow(`--replicas ${wrong}`);
    }
  });

  it.each(['0', '65536', '3000.5', 'http', '-1'])('refuse PORT=%s and name the fix', (port) => {
    expect(() => readOptions([], { PORT: port }, '/repo')).toThrow('PORT=3001 npm start');
  });

  it('refuse an unknown flag and show the known ones', () => {
    expect(() => readOptions(['--spilt'], {}, '/repo')).toThrow(/--spilt[\s\S]*--split/);
  });
});
