import { describe, expect, it } from '@jest/globals';
import type { ProcessEnd } from '@podium/embedded-servers';
import { keepRunning, type Replaceable } from './keep-running.ts';

interface FakeProcess extends Replaceable {
  readonly number: number;
  die(): void;
}

/** Stands for processes: ends when told to, and counts how many were started and stopped. */
function fakeProcesses(failures: readonly number[] = []) {
  const started: FakeProcess[] = [];
  const waiting = new Map<number, () => void>();
  const stopped: number[] = [];
  let launches = 0;
  const launch = (): Promise<FakeProcess> => {
    launches += 1;
    const number = launches;
    if (failures.includes(number)) return Promise.reject(new Error(`no start ${number}`));
    const ended = deferred<ProcessEnd>();
    const end = (): void => ended.resolve({ exitCode: null, signal: 'SIGKILL' });
    const stop = (): Promise<void> => {
      stopped.push(number);
      end();
      return Promise.resolve();
    };
    const fake = { number, identity: { pid: number, began: 'now' }, ended: ended.promise, stop, die: end };
    started.push(fake);
    waiting.get(number)?.();
    return Promise.resolve(fake);
  };
  const launched = (number: number): Promise<void> =>
    new Promise((resolve) =>
      started.some((fake) => fake.number === number) ? resolve() : waiting.set(number, resolve),
    );
  return { launch, launched, started, stopped };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

describe('a process that is kept running', () => {
  const said: string[] = [];
  const options = { name: 'it', say: (text: string) => void said.push(text), onChange: () => undefined };

  it('is replaced when it dies, also after failed attempts', async () => {
    const fakes = fakeProcesses([2]);
    const kept = await keepRunning(fakes.launch, options);
    fakes.started[0]?.die();
    await fakes.launched(3);
    await kept.stop();
    expect(said.join('\n')).toContain('could not be started: no start 2');
    expect(fakes.stopped).toEqual(expect.arrayContaining([1, 3]));
  });

  it('is not replaced once it is stopped', async () => {
    const fakes = fakeProcesses();
    const kept = await keepRunning(fakes.launch, options);
    await kept.stop();
    expect(fakes.started).toHaveLength(1);
  });

  it('is not left behind when it is stopped while a new one starts', async () => {
    const fakes = fakeProcesses();
    const kept = await keepRunning(fakes.launch, options);
    fakes.started[0]?.die();
    await kept.stop();
    expect(fakes.stopped).toEqual(expect.arrayContaining(fakes.started.map(({ number }) => number)));
  });

  it('is not kept when its first start fails', async () => {
    await expect(keepRunning(fakeProcesses([1]).launch, options)).rejects.toThrow('no start 1');
  });
});
