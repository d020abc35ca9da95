import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId } from '@podium/event-sourcing';
import { CONFIG, LOGGER, type Logger } from '@podium/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { PodConfig } from '../config.ts';
import { podAggregate, podService, type PodCommands } from '../pod-aggregate.ts';
import { PodReader } from '../projections/pods/pod-reader.ts';
import { POD_COMMANDS } from '../tokens.ts';

/** The pods are looked at four times within the idle time, and at least this often. */
const longestIntervalMs = 60_000;
const looksPerIdleTime = 4;

/**
 * Puts pods to rest that nobody has needed for a while. The workspace is kept, and the next session wakes the pod up.
 * Since when nobody needs one is in the log, so neither a restart nor a second replica changes the time.
 */
@Injectable()
export class PodSleep implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pods: PodCommands;
  readonly #reader: Pick<PodReader, 'unusedSince'>;
  readonly #idleMs: number;
  readonly #logger: Logger;
  readonly #ending = new AbortController();

  constructor(
    @Inject(POD_COMMANDS) pods: PodCommands,
    @Inject(PodReader) reader: Pick<PodReader, 'unusedSince'>,
    @Inject(CONFIG) { PODIUM_POD_IDLE_MINUTES: idleMinutes }: Pick<PodConfig, 'PODIUM_POD_IDLE_MINUTES'>,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#pods = pods;
    this.#reader = reader;
    this.#idleMs = idleMinutes * 60_000;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    if (this.#idleMs > 0) void this.#lookForEver();
  }

  onModuleDestroy(): void {
    this.#ending.abort();
  }

  async #lookForEver(): Promise<void> {
    const { signal } = this.#ending;
    const intervalMs = Math.min(longestIntervalMs, this.#idleMs / looksPerIdleTime);
    while (!signal.aborted) {
      await Promise.allSettled([sleep(intervalMs, undefined, { signal, ref: false })]);
      try {
        if (!signal.aborted) await this.#look();
      } catch (error) {
        this.#logger.warn({ err: error }, 'idle pods not looked for');
      }
    }
  }

  /** A session that begins just now wakes the pod up again. */
  async #look(): Promise<void> {
    for (const { projectId, generation } of await this.#reader.unusedSince(new Date(Date.now() - this.#idleMs))) {
      const id = derivedId('pod', 'idle', projectId, generation);
      const cause = { id, correlationId: id, actor: podService };
      await this.#pods.handle(podAggregate(projectId), { kind: 'stop', projectId, reason: 'idle', generation }, cause);
    }
  }
}
