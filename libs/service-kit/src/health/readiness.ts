/** Whether a service wants traffic at all, whatever its dependencies say. */
export class Readiness {
  #state: 'starting' | 'open' | 'stopping' = 'starting';

  get state(): 'starting' | 'open' | 'stopping' {
    return this.#state;
  }

  /** The service has started completely. */
  open(): void {
    if (this.#state === 'starting') this.#state = 'open';
  }

  /** The service is about to go: never ready again. */
  stop(): void {
    this.#state = 'stopping';
  }
}
