import { setTimeout as sleep } from 'node:timers/promises';
import { opencodeVersion } from '../opencode/opencode-client.ts';
import type { PodExit } from '../runtime.ts';
import { capLog } from './log-file.ts';
import { readPodRecord, type PodFolder, type PodRecord } from './pod-folder.ts';
import { killPodProcess } from './pod-process.ts';
import { isRunning } from './process-table.ts';

/** A running pod under watch. */
export interface WatchedPod {
  readonly folder: PodFolder;
  readonly record: PodRecord;
  /** How it ended, for a process that this service started itself. */
  readonly end?: () => string | undefined;
}

export interface ExitWatchOptions {
  readonly passwordOf: (projectId: string) => string;
  readonly onExit: (exit: PodExit) => void;
  /** Keeps what is done to one project's pod in order. */
  readonly inOrder: <T>(projectId: string, work: () => Promise<T>) => Promise<T>;
  /** Default 1 s: adopted processes are no children, so that nobody tells when they end. */
  readonly intervalMs?: number;
  /** How often a server is asked for its health. Default 10 s. */
  readonly probeIntervalMs?: number;
}

const probeTimeoutMs = 5_000;
/** A server that does not answer for a minute does not come back; less would kill one on a machine that was busy. */
const failedProbesUntilKilled = 6;
const childTellsWithinMs = 1_000;

/** Notices pods that end by themselves, or that live on without answering, and keeps their logs small. */
export class ExitWatch {
  readonly #pods = new Map<string, WatchedPod & { failedProbes: number }>();
  readonly #options: Required<ExitWatchOptions>;
  readonly #stopped = new AbortController();
  #loops: Promise<unknown> = Promise.resolve();

  constructor(options: ExitWatchOptions) {
    this.#options = { intervalMs: 1_000, probeIntervalMs: 10_000, ...options };
  }

  add(pod: WatchedPod): void {
    const watched = this.#pods.get(pod.folder.projectId);
    if (watched?.record.pid === pod.record.pid) return;
    this.#pods.set(pod.folder.projectId, { ...pod, failedProbes: 0 });
  }

  /** From now on its end is asked for and not told. */
  remove(projectId: string): void {
    this.#pods.delete(projectId);
  }

  start(): void {
    this.#loops = Promise.all([
      this.#every(this.#options.intervalMs, (pod) => this.#look(pod)),
      this.#every(this.#options.probeIntervalMs, (pod) => this.#probe(pod)),
    ]);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#loops;
  }

  async #every(
    milliseconds: number,
    visit: (pod: WatchedPod & { failedProbes: number }) => Promise<void>,
  ): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await Promise.all([...this.#pods.values()].map(visit));
      await Promise.allSettled([sleep(milliseconds, undefined, { signal, ref: false })]);
    }
  }

  async #look(pod: WatchedPod, why?: string): Promise<void> {
    if (await isRunning(pod.record)) return;
    const { projectId } = pod.folder;
    await this.#options.inOrder(projectId, async () => {
      if (this.#pods.get(projectId) !== pod || this.#stopped.signal.aborted) return;
      this.#pods.delete(projectId);
      // Another process of the service has ended it meanwhile, or started another one in its place.
      if ((await readPodRecord(pod.folder))?.pid !== pod.record.pid) return;
      await killPodProcess(pod.folder, pod.record);
      const message = why ?? (await endOf(pod)) ?? 'an unknown exit code (it was started by another service process)';
      this.#options.onExit({ projectId, generation: pod.record.generation, message });
    });
  }

  async #probe(pod: WatchedPod & { failedProbes: number }): Promise<void> {
    await Promise.all([capLog(pod.folder.log), capLog(pod.folder.opencodeLog)]);
    const { endpoint } = pod.record;
    if (!endpoint) return;
    const version = await opencodeVersion(
      { endpoint, password: this.#options.passwordOf(pod.folder.projectId) },
      probeTimeoutMs,
    );
    pod.failedProbes = version === undefined ? pod.failedProbes + 1 : 0;
    if (pod.failedProbes < failedProbesUntilKilled || this.#pods.get(pod.folder.projectId) !== pod) return;
    await killPodProcess(pod.folder, pod.record);
    await this.#look(pod, `no answer to ${failedProbesUntilKilled} questions in a row (it was killed)`);
  }
}

/** A busy process learns of its child's end a little later than the process table. */
async function endOf({ end }: WatchedPod): Promise<string | undefined> {
  const deadline = performance.now() + childTellsWithinMs;
  while (end && end() === undefined && performance.now() < deadline) await sleep(20);
  return end?.();
}
