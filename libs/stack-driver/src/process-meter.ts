import { readFileSync } from 'node:fs';

/** Source: proc(5); the kernel's clock ticks have been 100 per second for user space ever since. */
const ticksPerSecond = 100;

/** Measures what one process takes, from its creation on. Linux only. */
export class ProcessMeter {
  readonly #pid: number;
  readonly #startedAt = performance.now();
  readonly #startTicks: number;

  constructor(pid: number) {
    this.#pid = pid;
    this.#startTicks = this.#ticks();
  }

  /** Share of one core since the beginning, in percent. */
  corePercent(): number {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    return ((this.#ticks() - this.#startTicks) / ticksPerSecond / seconds) * 100;
  }

  residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  }

  #ticks(): number {
    const stat = readFileSync(`/proc/${this.#pid}/stat`, 'utf8');
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return user + system;
  }
}
