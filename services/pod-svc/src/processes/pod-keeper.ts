import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { derivedId, type Cause } from '@podium/event-sourcing';
import { LOGGER, type Logger } from '@podium/service-kit';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import pLimit from 'p-limit';
import type { RecordCleaned } from '../domain/pod-commands.ts';
import { podAggregate, podService, type PodCommands } from '../pod-aggregate.ts';
import { PodReader } from '../projections/pods/pod-reader.ts';
import type { PodExit, Runtime } from '../runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from '../tokens.ts';

/** How often facts and runtime are compared. Exits are told at once; this finds what nobody told. */
const compareIntervalMs = 30_000;
const retryIntervalMs = 1_000;
const comparedAtOnce = 16;

/**
 * Keeps what the facts say of pods and what the runtime has in step: adopts pods at the start, records those that
 * ended, ends those that should not be there, and puts all to rest when the service ends in order. A service that is
 * killed leaves its pods running for the next one.
 */
@Injectable()
export class PodKeeper implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #pods: PodCommands;
  readonly #runtime: Runtime;
  readonly #reader: Pick<PodReader, 'idsOfReady'>;
  readonly #logger: Logger;
  readonly #ending = new AbortController();
  #comparing: Promise<void> = Promise.resolve();
  /** Found where nothing should be by the last comparison: an end that is being carried out is nothing to tell of. */
  #found: ReadonlySet<string> | undefined;

  constructor(
    @Inject(POD_COMMANDS) pods: PodCommands,
    @Inject(RUNTIME) runtime: Runtime,
    @Inject(PodReader) reader: Pick<PodReader, 'idsOfReady'>,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#pods = pods;
    this.#runtime = runtime;
    this.#reader = reader;
    this.#logger = logger;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#runtime.onExit((exit) => void this.#recordExit(exit));
    await this.#runtime.open();
    this.#comparing = this.#compareForEver();
  }

  async onModuleDestroy(): Promise<void> {
    this.#ending.abort();
    await this.#runtime.close();
    if (!this.#runtime.podsOutliveService) await this.#putAllToRest();
    await this.#comparing;
  }

  async #putAllToRest(): Promise<void> {
    const inspections = await this.#runtime.list();
    await Promise.all(
      inspections
        .filter((pod) => pod.status === 'running' || pod.status === 'starting')
        .map((pod) => this.#putToRest(pod.projectId)),
    );
  }

  /** The fact and the deed at once: each is right without the other, and there is little time. */
  async #putToRest(projectId: string): Promise<void> {
    const results = await Promise.allSettled([this.#runtime.stop(projectId), this.#recordShutdown(projectId)]);
    for (const result of results) {
      if (result.status === 'rejected') {
        this.#logger.error({ project_id: projectId, err: result.reason }, 'pod not put to rest');
      }
    }
  }

  /** A start that was cut off is not stopped but goes on after the next start of the service. */
  async #recordShutdown(projectId: string): Promise<void> {
    const { state } = await this.#pods.state(podAggregate(projectId));
    if (state.status !== 'ready') return;
    const { generation } = state;
    const cause = causeOf('shutdown', projectId, generation);
    await this.#pods.handle(
      podAggregate(projectId),
      { kind: 'stop', projectId, reason: 'shutdown', generation },
      cause,
    );
  }

  async #recordExit(exit: PodExit): Promise<void> {
    const cause = causeOf('exit', exit.projectId, exit.generation);
    while (!this.#ending.signal.aborted) {
      try {
        const outcome = await this.#pods.handle(podAggregate(exit.projectId), { kind: 'recordExited', ...exit }, cause);
        // An end that another replica was asked for, or has told of, is no news.
        const isNews = outcome.kind === 'accepted' && outcome.facts.length > 0 && !outcome.repeated;
        const { projectId, generation, message } = exit;
        if (isNews) this.#logger.warn({ project_id: projectId, generation, exit: message }, 'pod exited');
        return;
      } catch (error) {
        this.#logger.warn({ project_id: exit.projectId, err: error }, 'exit not recorded');
        await this.#pause(retryIntervalMs);
      }
    }
  }

  async #compareForEver(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      try {
        await this.#compare();
        await this.#pause(compareIntervalMs);
      } catch (error) {
        this.#logger.warn({ err: error }, 'pods not compared');
        await this.#pause(retryIntervalMs);
      }
    }
  }

  async #compare(): Promise<void> {
    const found = await this.#runtime.list();
    const ready = await this.#reader.idsOfReady();
    const projectIds = new Set([...found.map((pod) => pod.projectId), ...ready]);
    const limit = pLimit(comparedAtOnce);
    const left = new Set<string>();
    await Promise.all(
      [...projectIds].map((projectId) =>
        limit(async () => {
          if (await this.#compareSafely(projectId)) left.add(projectId);
        }),
      ),
    );
    this.#found = left;
    await this.#clearStrays();
  }

  async #clearStrays(): Promise<void> {
    for (const { projectId, processes } of (await this.#runtime.clearStrays?.()) ?? []) {
      const message = `${processes} processes that belonged to no pod were ended.`;
      await this.#recordCleaned(
        { kind: 'recordCleaned', projectId, problem: 'stray_processes', message },
        randomUUID(),
      );
    }
  }

  async #recordCleaned(command: RecordCleaned, of: string | number): Promise<void> {
    const { projectId, problem, message } = command;
    this.#logger.warn({ project_id: projectId, problem, found: message }, 'pod cleaned');
    const id = derivedId('pod', 'cleaned', problem, projectId, of);
    await this.#pods.handle(podAggregate(projectId), command, { id, correlationId: id, actor: podService });
  }

  /** One pod that can't be ended keeps no other from being looked at; it has its turn again next time. */
  async #compareSafely(projectId: string): Promise<boolean> {
    if (this.#ending.signal.aborted) return false;
    try {
      return await this.#comparePod(projectId);
    } catch (error) {
      this.#logger.warn({ project_id: projectId, err: error }, 'pod not compared');
      return false;
    }
  }

  /**
   * Facts first, then the look: whatever changes in between makes the command one without effect.
   * @returns whether something was there that should not be.
   */
  async #comparePod(projectId: string): Promise<boolean> {
    const { state } = await this.#pods.state(podAggregate(projectId));
    const pod = await this.#runtime.inspect(projectId);
    switch (state.status) {
      case 'ready':
        if (pod?.status === 'running' && pod.generation === state.generation) return false;
        if (pod?.status === 'starting') return false;
        await this.#recordExit({ projectId, generation: state.generation, message: 'an end that nobody saw' });
        return false;
      case 'provisioning':
        return false;
      case 'deleted':
        if (!pod) return false;
        await this.#runtime.delete(projectId);
        await this.#tellUnlessNew(
          projectId,
          'deleted_project',
          'What was left of the pod of the deleted project was removed.',
        );
        return true;
      default:
        // Also what no fact knows: its files may be somebody's work and stay.
        if (pod?.status !== 'running') return false;
        await this.#runtime.stop(projectId);
        await this.#tellUnlessNew(projectId, 'stopped_pod', 'A pod that should not run was stopped.', pod.generation);
        return true;
    }
  }

  /** What is found for the first time may be the work of a handler that is just at it, except right after the start. */
  async #tellUnlessNew(
    projectId: string,
    problem: RecordCleaned['problem'],
    message: string,
    of: string | number = '',
  ): Promise<void> {
    if (this.#found && !this.#found.has(projectId)) return;
    await this.#recordCleaned({ kind: 'recordCleaned', projectId, problem, message }, of);
  }

  async #pause(milliseconds: number): Promise<void> {
    await Promise.allSettled([sleep(milliseconds, undefined, { signal: this.#ending.signal, ref: false })]);
  }
}

/** The same end of the same start is one cause, whoever notices it and however often. */
function causeOf(what: 'exit' | 'shutdown', projectId: string, generation: number): Cause {
  const id = derivedId('pod', what, projectId, generation);
  return { id, correlationId: id, actor: podService };
}
