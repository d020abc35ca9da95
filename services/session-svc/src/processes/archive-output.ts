import type { EventLog } from '@podium/event-sourcing';
import { OnFact, type OutputArchive, type OutputLog } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { EVENT_LOG, OUTPUT_ARCHIVE, OUTPUT_LOG } from '../tokens.ts';

type SessionEnd = Recorded<
  'podium.session.v1.SessionCompleted' | 'podium.session.v1.SessionFailed' | 'podium.session.v1.SessionCancelled'
>;

/** Keeps the output of ended sessions for as long as their project lives: the stream forgets it after 14 days. */
@Controller()
export class ArchiveOutput {
  readonly #output: Pick<OutputLog, 'readAll' | 'deleteProject'>;
  readonly #archive: Pick<OutputArchive, 'put' | 'deleteProject'>;
  readonly #log: EventLog;

  constructor(
    @Inject(OUTPUT_LOG) output: Pick<OutputLog, 'readAll' | 'deleteProject'>,
    @Inject(OUTPUT_ARCHIVE) archive: Pick<OutputArchive, 'put' | 'deleteProject'>,
    @Inject(EVENT_LOG) log: EventLog,
  ) {
    this.#output = output;
    this.#archive = archive;
    this.#log = log;
  }

  @OnFact('archive-output', [
    'podium.session.v1.SessionCompleted',
    'podium.session.v1.SessionFailed',
    'podium.session.v1.SessionCancelled',
  ])
  async sessionEnded(@Payload() end: SessionEnd): Promise<void> {
    const projectId = projectIdOf(end);
    const output = await this.#output.readAll(projectId, end.data.sessionId);
    if (output.length === 0) return;
    await this.#archive.put(projectId, end.data.sessionId, output);
    // Asked afterwards: a deletion that comes later removes the archive by itself.
    if (await this.#isDeleted(projectId)) await this.#archive.deleteProject(projectId);
  }

  @OnFact('delete-output', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    await this.#output.deleteProject(projectIdOf(deleted));
    await this.#archive.deleteProject(projectIdOf(deleted));
  }

  async #isDeleted(projectId: string): Promise<boolean> {
    const facts = await this.#log.load({ projectId, context: 'project', id: projectId });
    return facts.at(-1)?.type === 'podium.project.v1.ProjectDeleted';
  }
}
