import type { RecordedFact } from '@podium/proto';
import type { FactSource } from '../live/fact-source.ts';
import { isInScope, type Scope } from '../live/scope.ts';

/** A log of facts in memory, whose live readers lag behind by a little, each time another one. */
export class MemoryLog implements FactSource {
  readonly #facts: RecordedFact[] = [];
  #delays = 0;
  #wake: () => void = () => undefined;

  append(projectId: string): RecordedFact {
    const position = this.#facts.length + 1;
    const fact = {
      position,
      subject: `${projectId}/task/t-${position}`,
      type: 'podium.task.v1.TaskDeleted',
    } as RecordedFact;
    this.add([fact]);
    return fact;
  }

  /** Facts whose positions go on from what is there. */
  add(facts: readonly RecordedFact[]): void {
    this.#facts.push(...facts);
    this.#wake();
  }

  facts(scope: Scope, after: number): RecordedFact[] {
    return this.#facts.filter((fact) => fact.position > after && isInScope(scope, fact));
  }

  async head(): Promise<number> {
    return this.#facts.length;
  }

  async count(after: number, scope: Scope): Promise<number> {
    return this.facts(scope, after).length;
  }

  async *follow(after: number, signal: AbortSignal): AsyncGenerator<readonly RecordedFact[]> {
    let cursor = after;
    signal.addEventListener('abort', () => this.#wake());
    while (!signal.aborted) {
      const batch = this.facts({}, cursor).slice(0, 3);
      if (batch.length === 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      await this.#delay();
      cursor = batch.at(-1)?.position ?? cursor;
      yield batch;
    }
  }

  /** Between none and a few microtasks, or a turn of the event loop: every interleaving has to be right. */
  async #delay(): Promise<void> {
    this.#delays += 1;
    if (this.#delays % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
    for (let count = 0; count < this.#delays % 7; count += 1) await Promise.resolve();
  }

  async *replay(after: number, scope: Scope, signal: AbortSignal): AsyncGenerator<readonly RecordedFact[]> {
    const facts = this.facts(scope, after);
    for (let start = 0; start < facts.length && !signal.aborted; start += 2) {
      await new Promise((resolve) => setImmediate(resolve));
      yield facts.slice(start, start + 2);
    }
  }
}
