import type { Operation, OperationOptions, RebuildOptions, RebuildResult, VerifyResult } from '../operations.ts';
import { rebuild, type Replacement } from './rebuild.ts';
import { verify } from './verify.ts';
import type { Workshop } from './workshop.ts';

/** The operations of one replica: what is going on can be seen, and ends when the replica stops. */
export class Operations {
  readonly #workshop: Workshop;
  readonly #running = new Map<Promise<unknown>, AbortController>();
  #current: Operation | undefined;

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
  }

  get current(): Operation | undefined {
    return this.#current;
  }

  rebuild(kind: 'rebuild' | 'upgrade', replacement: Replacement, options: RebuildOptions): Promise<RebuildResult> {
    return this.#run(kind, options, (observed) => rebuild(this.#workshop, replacement, { ...options, ...observed }));
  }

  verify(options: OperationOptions): Promise<VerifyResult> {
    return this.#run('verify', options, (observed) => verify(this.#workshop, observed));
  }

  /** Removes what a rebuilder left over that died. */
  cleanUp(): Promise<void> {
    return this.#workshop.cleanUp();
  }

  /** Cancels what is going on and waits until it has tidied up. */
  async stop(): Promise<void> {
    for (const stopping of this.#running.values()) stopping.abort();
    await Promise.allSettled(this.#running.keys());
  }

  async #run<T>(
    kind: Operation['kind'],
    { onProgress, signal }: OperationOptions,
    work: (options: Required<OperationOptions>) => Promise<T>,
  ): Promise<T> {
    const stopping = new AbortController();
    let own: Operation = { kind };
    const working = work({
      signal: AbortSignal.any([stopping.signal, ...(signal ? [signal] : [])]),
      onProgress: (progress) => {
        own = { kind, progress };
        this.#current = own;
        onProgress?.(progress);
      },
    });
    this.#running.set(working, stopping);
    try {
      return await working;
    } finally {
      this.#running.delete(working);
      if (this.#current === own) this.#current = undefined;
    }
  }
}
