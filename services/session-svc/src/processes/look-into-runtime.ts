import { causedBy, CommandHandler, derivedId, type EventLog } from '@podium/event-sourcing';
import { OnFact, WorkspaceFiles } from '@podium/jetstream';
import { projectIdOf, type Recorded, type RecordedFact } from '@podium/proto';
import { LOGGER, NATS, type Logger } from '@podium/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { NatsConnection } from 'nats';
import { catalogueDecider, type Catalogue } from '../domain/catalogue.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { isOpenCodeError } from '../opencode/open-code-error.ts';
import { PodAccess } from '../runner/pod-access.ts';
import { modelOf } from '../runner/model.ts';
import type { OpenCodeFactory } from '../runner/session-run-tools.ts';
import { EVENT_LOG, OPEN_CODE } from '../tokens.ts';

/** More models than this nobody reads through. */
const mostModels = 500;
/** Files of larger workspaces are found down to this number. */
const mostFiles = 5_000;

/**
 * Tells the rest of Podium what it can't ask a pod for: what prompts can choose from, once the pod is there, and which
 * files the workspace has, whenever an agent has worked in it.
 */
@Controller()
export class LookIntoRuntime {
  readonly #catalogues: CommandHandler<Catalogue | null, Catalogue>;
  readonly #files: WorkspaceFiles;
  readonly #pods: PodAccess;
  readonly #openCode: OpenCodeFactory;
  readonly #logger: Logger;

  constructor(
    @Inject(NATS) nats: NatsConnection,
    @Inject(EVENT_LOG) log: EventLog,
    @Inject(PodAccess) pods: PodAccess,
    @Inject(OPEN_CODE) openCode: OpenCodeFactory,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#catalogues = new CommandHandler(log, catalogueDecider, { source: 'session-svc' });
    this.#files = new WorkspaceFiles(nats);
    this.#pods = pods;
    this.#openCode = openCode;
    this.#logger = logger;
  }

  @OnFact('catalogue-runtimes', ['podium.pod.v1.PodReady'])
  async podReady(@Payload() ready: Recorded<'podium.pod.v1.PodReady'>): Promise<void> {
    const projectId = projectIdOf(ready);
    // Of an earlier start of the pod there is nothing to see any more.
    await this.#look(ready, async (client) => {
      const catalogue = await catalogueOf(projectId, client);
      await this.#catalogues.handle({ projectId, context: 'session', id: 'catalogue' }, catalogue, {
        ...causedBy(ready),
        key: derivedId(ready.id, 'catalogue'),
        actor: 'service:session-svc',
      });
    });
  }

  @OnFact('list-workspace-files', [
    'podium.pod.v1.PodReady',
    'podium.session.v1.TurnEnded',
    'podium.session.v1.SessionReverted',
    'podium.session.v1.SessionUnreverted',
  ])
  async workspaceChanged(
    @Payload()
    change: Recorded<
      | 'podium.pod.v1.PodReady'
      | 'podium.session.v1.TurnEnded'
      | 'podium.session.v1.SessionReverted'
      | 'podium.session.v1.SessionUnreverted'
    >,
  ): Promise<void> {
    const projectId = projectIdOf(change);
    // Made anew after each turn: what was looked at later than this happened says nothing less.
    if ((await this.#files.listedAt(projectId)) > change.time) return;
    await this.#look(change, async (client) => {
      const listedAt = new Date().toISOString();
      await this.#files.put(projectId, { files: await client.workspace.files(mostFiles), listedAt });
    });
  }

  @OnFact('forget-workspace-files', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    await this.#files.delete(projectIdOf(deleted));
  }

  /** A pod that is not there, or does not answer, is looked into when it is ready the next time. */
  async #look(cause: RecordedFact, look: (client: OpenCodeClient) => Promise<void>): Promise<void> {
    const projectId = projectIdOf(cause);
    const pod =
      cause.type === 'podium.pod.v1.PodReady'
        ? { generation: cause.data.generation, endpoint: cause.data.endpoint, workspacePath: cause.data.workspacePath }
        : await this.#pods.current(projectId);
    if (!pod) return;
    try {
      await look(this.#openCode(projectId, pod));
    } catch (error) {
      if (!isOpenCodeError(error)) throw error;
      this.#logger.info({ err: error, projectId, generation: pod.generation }, 'The runtime could not be looked into');
    }
  }
}

async function catalogueOf(projectId: string, { offers }: OpenCodeClient): Promise<Catalogue> {
  const [models, agents, commands] = await Promise.all([offers.models(), offers.agents(), offers.commands()]);
  return {
    projectId,
    models: models
      .slice(0, mostModels)
      .map((model) => ({ model: modelOf(model), isDefault: model.isDefault, readsImages: model.readsImages })),
    agents,
    commands,
  };
}
