/** Says what happens, for a person who waits: one line for each step, with a moving sign on terminals. */
export class Progress {
  readonly #running = new Set<string>();
  readonly #terminal = process.stdout.isTTY === true;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  /** Runs one step and says how long it took; several may run at once. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    this.#running.add(name);
    this.#spin();
    try {
      const result = await work();
      this.#finish(name);
      this.say(`  ✓ ${name} ${seconds(startedAt)}`);
      return result;
    } catch (error) {
      this.#finish(name);
      this.say(`  ✗ ${name} ${seconds(startedAt)}`);
      throw error;
    }
  }

  /** One line, or several. */
  say(text: string): void {
    this.#clearLine();
    process.stdout.write(`${text}\n`);
  }

  #spin(): void {
    if (!this.#terminal) return;
    this.#timer ??= setInterval(() => {
      this.#frame = (this.#frame + 1) % frames.length;
      this.#clearLine();
      process.stdout.write(`  ${frames[this.#frame]} ${[...this.#running].join(', ')} …`);
    }, 100).unref();
  }

  #finish(name: string): void {
    this.#running.delete(name);
    if (this.#running.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #clearLine(): void {
    if (this.#terminal) process.stdout.write('\r\u001b[2K');
  }
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

function seconds(startedAt: number): string {
  return `(${((performance.now() - startedAt) / 1000).toFixed(1)} s)`;
}
