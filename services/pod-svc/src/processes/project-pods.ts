import { causedBy, derivedId } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { WorkspaceSource, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import type { WorkspaceOrigin } from '../domain/pod-state.ts';
import { podAggregate, podService, type PodCommands } from '../pod-aggregate.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import { POD_COMMANDS, RUNTIME } from '../tokens.ts';

/** Gives each new project its pod, and takes it away with the project. */
@Controller()
export class ProjectPods {
  readonly #pods: PodCommands;
  readonly #runtime: Runtime;

  constructor(@Inject(POD_COMMANDS) pods: PodCommands, @Inject(RUNTIME) runtime: Runtime) {
    this.#pods = pods;
    this.#runtime = runtime;
  }

  @OnFact('project-pods', ['podium.project.v1.ProjectCreated'])
  async projectCreated(created: Recorded<'podium.project.v1.ProjectCreated'>): Promise<void> {
    const { projectId, source, repositoryUrl } = created.data;
    const origin: WorkspaceOrigin = { source: sourceName(source), ...(repositoryUrl ? { repositoryUrl } : {}) };
    await this.#pods.handle(
      podAggregate(projectId),
      { kind: 'provision', projectId, reason: 'created', runtime: this.#runtime.name, origin },
      { ...causedBy(created), key: derivedId(created.id, 'provision'), actor: podService },
    );
  }

  @OnFact('project-pods', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    const { projectId } = deleted.data;
    await this.#pods.handle(
      podAggregate(projectId),
      { kind: 'delete', projectId },
      { ...causedBy(deleted), key: derivedId(deleted.id, 'delete'), actor: podService },
    );
  }
}

function sourceName(source: WorkspaceSource): WorkspaceOrigin['source'] {
  switch (source) {
    case WorkspaceSource.CLONE:
      return 'clone';
    case WorkspaceSource.SAMPLE:
      return 'sample';
    default:
      return 'empty';
  }
}
