import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RuntimeError } from '../runtime.ts';
import { isNoteOfLiving, leaveNote, lock, tryLock } from './process-lock.ts';

/** How often a start looks whether another process wants the pod to end. */
const lookMs = 200;

/** Other processes of the service that look after the same pods on this machine: who does what when. */
export class Neighbours {
  readonly #folder: string;

  /** @param dataPath what they share. */
  constructor(dataPath: string) {
    this.#folder = join(dataPath, 'locks');
  }

  /** From now on others know of this process. */
  async join(): Promise<void> {
    await mkdir(join(this.#folder, 'processes'), { recursive: true, mode: 0o700 });
    await leaveNote(this.#note());
  }

  /** @returns whether another one is there, which looks after the pods from now on. */
  async leave(): Promise<boolean> {
    return this.during('processes.left', async () => {
      await rm(this.#note(), { force: true });
      const names = await readdir(join(this.#folder, 'processes'));
      const living = await Promise.all(names.map((name) => isNoteOfLiving(join(this.#folder, 'processes', name))));
      return living.includes(true);
    });
  }

  /**
   * Does work on a project's pod while no other process does any.
   *
   * @param signal ends the waiting. @throws RuntimeError `aborted` then.
   */
  async during<T>(projectId: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const release = await lock(this.#path(projectId), signal);
    if (!release) throw new RuntimeError('aborted', 'The pod was stopped before it started.', true);
    return work().finally(release);
  }

  /** The same, unless another process is at it. */
  async unlessBusy<T>(projectId: string, work: () => Promise<T>): Promise<T | undefined> {
    const release = await tryLock(this.#path(projectId));
    return release && work().finally(release);
  }

  /** Does work that ends a pod, and calls off its start in another process. */
  async ending(projectId: string, work: () => Promise<void>): Promise<void> {
    const wish = this.#path(`${projectId}.end.${process.pid}`);
    await leaveNote(wish);
    try {
      await this.during(projectId, work);
    } finally {
      await rm(wish, { force: true });
    }
  }

  /** Starts a pod; the work's signal is aborted as well when another process wants that pod to end. */
  async starting<T>(projectId: string, called: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const calledOff = new AbortController();
    const start = async (): Promise<T> => {
      const look = setInterval(() => {
        this.#isToEnd(projectId).then(
          (isToEnd) => isToEnd && calledOff.abort(),
          (error: unknown) => calledOff.abort(error),
        );
      }, lookMs);
      return work(AbortSignal.any([called, calledOff.signal])).finally(() => clearInterval(look));
    };
    return this.during(projectId, start, called);
  }

  async #isToEnd(projectId: string): Promise<boolean> {
    const wishes = (await readdir(this.#folder)).filter((name) => name.startsWith(`${projectId}.end.`));
    const living = await Promise.all(wishes.map((name) => isNoteOfLiving(join(this.#folder, name))));
    return living.includes(true);
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #note(): string {
    return join(this.#folder, 'processes', String(process.pid));
  }
}
