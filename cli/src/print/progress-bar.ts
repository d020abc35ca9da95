import type { Io } from '../io.ts';
import { seconds } from './format.ts';
import { grouped } from './table.ts';

const barWidth = 24;
const drawEveryMs = 100;

/** One line on standard error that moves, where a person watches; nothing elsewhere. */
export class ProgressBar {
  readonly #io: Io;
  readonly #title: string;
  readonly #unit: string;
  readonly #startedAt = performance.now();
  #drawnAt = -Infinity;
  #isDrawn = false;

  constructor(io: Io, title: string, unit = 'events') {
    this.#io = io;
    this.#title = title;
    this.#unit = unit;
  }

  /** @param secondsLeft worked out from the rate so far where absent. */
  update(done: number, total: number, secondsLeft?: number): void {
    const now = performance.now();
    if (!this.#io.isWatched || now - this.#drawnAt < drawEveryMs) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    const took = (now - this.#startedAt) / 1_000;
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const left = secondsLeft ?? (share > 0 ? (took / share) * (1 - share) : undefined);
    const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░');
    const rate = took > 0 ? `${grouped(Math.round(done / took))} ${this.#unit}/s` : '';
    const end = left === undefined ? '' : `, ${seconds(left)} left`;
    this.#io.say(`\r\u001b[2K${this.#title} ${bar} ${Math.floor(share * 100)} %  ${rate}${end}`);
  }

  /** Removes the line. */
  end(): void {
    if (this.#isDrawn) this.#io.say('\r\u001b[2K');
  }
}
