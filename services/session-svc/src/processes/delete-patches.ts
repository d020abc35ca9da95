import type { EventLog } from '@podium/event-sourcing';
import { OnFact, type PatchArchive } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { EVENT_LOG, PATCH_ARCHIVE } from '../tokens.ts';

type SessionEnd = Recorded<
  'podium.session.v1.SessionCompleted' | 'podium.session.v1.SessionFailed' | 'podium.session.v1.SessionCancelled'
>;

/** Removes what sessions have changed together with their project. */
@Controller()
export class DeletePatches {
  readonly #patches: Pick<PatchArchive, 'deleteProject'>;
  readonly #log: Pick<EventLog, 'load'>;

  constructor(
    @Inject(PATCH_ARCHIVE) patches: Pick<PatchArchive, 'deleteProject'>,
    @Inject(EVENT_LOG) log: Pick<EventLog, 'load'>,
  ) {
    this.#patches = patches;
    this.#log = log;
  }

  @OnFact('delete-patches', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    await this.#patches.deleteProject(projectIdOf(deleted));
  }

  /** A turn that ended while its project was being deleted may have stored its patches afterwards. */
  @OnFact('delete-late-patches', [
    'podium.session.v1.SessionCompleted',
    'podium.session.v1.SessionFailed',
    'podium.session.v1.SessionCancelled',
  ])
  async sessionEnded(@Payload() end: SessionEnd): Promise<void> {
    const projectId = projectIdOf(end);
    const facts = await this.#log.load({ projectId, context: 'project', id: projectId });
    if (facts.at(-1)?.type !== 'podium.project.v1.ProjectDeleted') return;
    await this.#patches.deleteProject(projectId);
  }
}
