/** Pulls a stream of events into a bounded buffer, so that a loop can wait for the next ones or for a time. */
export class Inbox<T> {
  private readonly items: T[] = [];
  private readonly limit: number;
  private ended = false;
  private failure: { readonly error: unknown } | undefined;
  private arrived = () => {};
  private drained = () => {};

  constructor(source: AsyncIterable<T>, limit = 5_000) {
    this.limit = limit;
    this.pull(source).then(
      () => this.end(undefined),
      (error: unknown) => this.end({ error }),
    );
  }

  /** What has come, at once if there is something, else after at most `timeoutMs`. Throws what the source throws. */
  async take(timeoutMs: number): Promise<{ readonly items: T[]; readonly ended: boolean }> {
    if (this.items.length === 0 && !this.ended) await this.wait(timeoutMs);
    if (this.items.length === 0 && this.failure) throw this.failure.error;
    const items = this.items.splice(0);
    this.drained();
    return { items, ended: this.ended && items.length === 0 };
  }

  private async wait(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.arrived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async pull(source: AsyncIterable<T>): Promise<void> {
    for await (const item of source) {
      this.items.push(item);
      this.arrived();
      if (this.items.length >= this.limit) await new Promise<void>((resolve) => (this.drained = resolve));
    }
  }

  private end(failure: { readonly error: unknown } | undefined): void {
    this.ended = true;
    this.failure = failure;
    this.arrived();
  }
}
