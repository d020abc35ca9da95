import { setTimeout as sleep } from 'node:timers/promises';
import type { RuntimeDoor } from '@podium/stack-driver';
import { io, type Socket } from 'socket.io-client';

const words = /s\d+w\d+/g;

interface OutputMessage {
  readonly chunk: { readonly text: string };
}

/**
 * Follows numbered words from two sides: as events of OpenCode, and as output at Socket.IO clients, as browsers get it.
 * Both by the clock of this process.
 */
export class WatchedWords {
  readonly #atRuntime = new Map<string, number>();
  readonly #atBrowser = new Map<string, number>();
  readonly #lastOutput = new Map<string, number>();
  readonly #over = new AbortController();
  readonly #sockets: Socket[] = [];
  #following: Promise<void>[] = [];

  followRuntime(door: RuntimeDoor): void {
    this.#following.push(this.#read(door));
  }

  /** A client of its own for each session, as if each had somebody who looks at it. */
  async followOutput(url: string, projectId: string, sessionId: string): Promise<void> {
    const socket = io(url, { transports: ['websocket'], forceNew: true });
    this.#sockets.push(socket);
    socket.on('output', ({ chunk }: OutputMessage) => {
      const now = performance.now();
      for (const [word] of chunk.text.matchAll(words)) this.#atBrowser.set(word, now);
      this.#lastOutput.set(sessionId, now);
    });
    const answer: unknown = await socket.timeout(10_000).emitWithAck('output', { projectId, sessionId });
    if (typeof answer !== 'object' || answer === null || 'error' in answer) {
      throw new Error(`The output was refused: ${JSON.stringify(answer)}`);
    }
  }

  /** Milliseconds that each word took which is known on both sides and came to the runtime within the span. */
  delays(from: number, until: number): number[] {
    return [...this.#atRuntime]
      .filter(([, time]) => time >= from && time <= until)
      .flatMap(([word, time]) => (this.#atBrowser.get(word) ?? Infinity) - time)
      .filter((delay) => delay !== Infinity);
  }

  /** Words that the runtime has told of up to then, and that no browser has. */
  missing(until: number): string[] {
    return [...this.#atRuntime]
      .filter(([word, time]) => time <= until && !this.#atBrowser.has(word))
      .map(([word]) => word);
  }

  /** Milliseconds from then until each session's next output, once all have had some. */
  async nextOutputs(after: number, withinSeconds: number): Promise<number[]> {
    const deadline = Date.now() + withinSeconds * 1000;
    while ([...this.#lastOutput.values()].some((time) => time <= after)) {
      if (Date.now() > deadline) break;
      await sleep(20);
    }
    return [...this.#lastOutput.values()].map((time) => (time > after ? time - after : Infinity));
  }

  async close(): Promise<void> {
    this.#over.abort();
    for (const socket of this.#sockets) socket.close();
    await Promise.all(this.#following);
  }

  async #read(door: RuntimeDoor): Promise<void> {
    for await (const { type, properties } of door.events(this.#over.signal)) {
      if (type !== 'message.part.delta') continue;
      const now = performance.now();
      for (const [word] of (properties.delta ?? '').matchAll(words)) this.#atRuntime.set(word, now);
    }
  }
}
