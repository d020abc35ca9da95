import { CommandHandler, derivedId, type EventLog } from '@podium/event-sourcing';
import { CONFIG, DATA_SOURCE, LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import type { DataSource } from 'typeorm';
import type { SessionConfig } from '../config.ts';
import { recoveryDecider } from '../domain/recovery.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { isOpenCodeError } from '../opencode/open-code-error.ts';
import type { OpenCodeSession } from '../opencode/open-code-types.ts';
import { stopRun } from '../opencode/stop-run.ts';
import { PodEndpoint } from '../projections/pods/pod-endpoint.ts';
import type { OpenCodeFactory } from '../runner/session-run-tools.ts';
import { EVENT_LOG, OPEN_CODE } from '../tokens.ts';
import { RuntimeOwners } from './runtime-owners.ts';

/** How many looks a conversation may be young: an owner makes it before the fact that says whose it is. */
const youngForLooks = 10;

interface Stray {
  readonly id: string;
  readonly problem: 'unknown' | 'ended';
  readonly sessionId?: string;
}

/**
 * Finds conversations in the projects' runtimes that no session of the log stands for: made by an owner that died
 * before it could say so, or still at work although their session has ended. Both are ended; what nobody ever knew of
 * is removed.
 */
@Injectable()
export class StrayRuntimeSessions {
  readonly #dataSource: DataSource;
  readonly #openCode: OpenCodeFactory;
  readonly #recovery: CommandHandler<null, Parameters<typeof recoveryDecider.decide>[1]>;
  readonly #logger: Logger;
  readonly #owners: RuntimeOwners;
  readonly #youngMilliseconds: number;
  /** Found still at work by the last look: an agent is given a moment to end after its session. */
  #suspects = new Set<string>();

  constructor(
    @Inject(NATS) nats: NatsConnection,
    @Inject(DATA_SOURCE) dataSource: DataSource,
    @Inject(EVENT_LOG) eventLog: EventLog,
    @Inject(OPEN_CODE) openCode: OpenCodeFactory,
    @Inject(CONFIG) config: SessionConfig,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#dataSource = dataSource;
    this.#openCode = openCode;
    this.#recovery = new CommandHandler(eventLog, recoveryDecider, { source: 'session-svc' });
    this.#logger = logger;
    this.#owners = new RuntimeOwners(nats);
    this.#youngMilliseconds = config.PODIUM_RECONCILE_SECONDS * youngForLooks * 1000;
  }

  /** @returns whether there is anything that a further look has to decide. */
  async look(signal: AbortSignal): Promise<boolean> {
    const pods = await this.#dataSource.getRepository(PodEndpoint).findBy({ status: 'ready' });
    this.#owners.keepOnly(new Set(pods.map((pod) => pod.project_id)));
    const suspects = new Set<string>();
    for (const pod of pods) {
      if (signal.aborted) return false;
      try {
        for (const id of await this.#lookInto(pod, signal)) suspects.add(id);
      } catch (error) {
        // A pod that is just ending has its turn the next time, if it is still there then.
        if (!isOpenCodeError(error)) throw error;
        this.#logger.info({ err: error, projectId: pod.project_id }, 'A runtime could not be looked into');
      }
    }
    this.#suspects = suspects;
    return suspects.size > 0;
  }

  /** Returns what is suspected but not certain yet. */
  async #lookInto(pod: PodEndpoint, signal: AbortSignal): Promise<string[]> {
    const { project_id: projectId, generation, endpoint, workspace_path: workspacePath } = pod;
    if (endpoint === null || workspacePath === null) return [];
    const client = this.#openCode(projectId, { generation, endpoint, workspacePath });
    // The runtime first: what is made after that is not looked at.
    const sessions = await client.sessions();
    const owners = await this.#owners.of(projectId);
    const suspected: string[] = [];
    for (const session of sessions) {
      const owner = owners.get(session.id);
      if (!owner) {
        if (this.#isAbandoned(session))
          await this.#clean(projectId, client, { id: session.id, problem: 'unknown' }, signal);
        continue;
      }
      if (!owner.isEnded || (await client.status(session.id)).type === 'idle') continue;
      const stray = { id: session.id, problem: 'ended', sessionId: owner.sessionId } as const;
      if (this.#suspects.has(session.id)) await this.#clean(projectId, client, stray, signal);
      else suspected.push(session.id);
    }
    return suspected;
  }

  /** Those of subagents go with the conversation that started them. */
  #isAbandoned({ parentID, time }: OpenCodeSession): boolean {
    return parentID === undefined && time !== undefined && Date.now() - time.created > this.#youngMilliseconds;
  }

  async #clean(projectId: string, client: OpenCodeClient, stray: Stray, signal: AbortSignal): Promise<void> {
    const { id: runtimeSessionId, problem, sessionId } = stray;
    this.#logger.warn({ projectId, runtimeSessionId, problem, sessionId }, 'A conversation without a session is ended');
    if ((await client.status(runtimeSessionId)).type !== 'idle') {
      await stopRun({ client, sessionId: runtimeSessionId, signal });
    }
    if (problem === 'unknown') await client.deleteSession(runtimeSessionId);
    const id = derivedId('cleaned', projectId, runtimeSessionId, problem, sessionId ?? '');
    await this.#recovery.handle(
      { projectId, context: 'session', id: 'recovery' },
      { kind: 'record-cleaned', projectId, runtimeSessionId, problem, sessionId },
      { id, correlationId: id, actor: 'service:session-svc' },
    );
  }
}
