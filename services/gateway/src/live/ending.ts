import { setMaxListeners } from 'node:events';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';

/** Says when this gateway is about to go: what would go on for hours is ended then, and what is short is still answered. */
@Injectable()
export class Ending implements BeforeApplicationShutdown {
  readonly #begun = new AbortController();

  constructor() {
    // Each open stream listens.
    setMaxListeners(0, this.#begun.signal);
  }

  get signal(): AbortSignal {
    return this.#begun.signal;
  }

  beforeApplicationShutdown(): void {
    this.#begun.abort();
  }
}
