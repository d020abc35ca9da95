import type Docker from 'dockerode';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What happened to a container. */
export interface ContainerEvent {
  readonly id: string;
  readonly action: 'start' | 'die' | 'unhealthy';
  readonly labels: Readonly<Record<string, string>>;
}

export interface EngineWatchOptions {
  readonly onEvent: (event: ContainerEvent) => void;
  /** Events may have been missed: look at everything. Also told for the first time that events come. */
  readonly onGap: () => void;
  /** Told once for each time that the connection is lost. */
  readonly onTrouble: (error: unknown) => void;
}

const eventSchema = z.object({
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()) }),
});

const shortestPauseMs = 200;
const longestPauseMs = 10_000;

/** Follows what happens to the engine's containers, and starts anew where the connection ends. */
export class EngineWatch {
  readonly #docker: Docker;
  readonly #options: EngineWatchOptions;
  readonly #stopping = new AbortController();

  constructor(docker: Docker, options: EngineWatchOptions) {
    this.#docker = docker;
    this.#options = options;
  }

  /** Resolves once events come. @throws when the engine does not answer. */
  async start(): Promise<void> {
    const stream = await this.#connect();
    void this.#followForEver(stream);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #followForEver(first: NodeJS.ReadableStream): Promise<void> {
    let stream: NodeJS.ReadableStream | undefined = first;
    let pauseMs = shortestPauseMs;
    while (!this.#stopping.signal.aborted) {
      try {
        stream ??= await this.#connect();
        pauseMs = shortestPauseMs;
        this.#options.onGap();
        await this.#follow(stream);
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#options.onTrouble(error);
      }
      stream = undefined;
      await Promise.allSettled([sleep(pauseMs, undefined, { signal: this.#stopping.signal, ref: false })]);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }

  #connect(): Promise<NodeJS.ReadableStream> {
    return this.#docker.getEvents({
      filters: { type: ['container'], event: ['start', 'die', 'health_status'] },
      abortSignal: this.#stopping.signal,
    });
  }

  async #follow(stream: NodeJS.ReadableStream): Promise<void> {
    // readline would never hear of an error of its source.
    const lines = new PassThrough();
    stream.on('error', (error) => lines.destroy(error)).on('close', () => lines.end());
    stream.pipe(lines);
    for await (const line of createInterface({ input: lines })) {
      const event = eventOf(line);
      if (event) this.#options.onEvent(event);
    }
  }
}

function eventOf(line: string): ContainerEvent | undefined {
  if (line === '') return undefined;
  const { Action, Actor } = eventSchema.parse(JSON.parse(line));
  const action = Action === 'start' || Action === 'die' ? Action : undefined;
  if (!action && !/^health_status: ?unhealthy$/.test(Action)) return undefined;
  return { id: Actor.ID, action: action ?? 'unhealthy', labels: Actor.Attributes };
}
