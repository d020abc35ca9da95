import { OnFact, OutputArchive, type OutputLog } from '@podium/jetstream';
import { projectIdOf, type Recorded } from '@podium/proto';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { OUTPUT_ARCHIVE, OUTPUT_LOG } from '../tokens.ts';

type SessionEnd = Recorded<
  'podium.session.v1.SessionCompleted' | 'podium.session.v1.SessionFailed' | 'podium.session.v1.SessionCancelled'
>;

/** Keeps the output of ended sessions for as long as their project lives: the stream forgets it after 14 days. */
@Controller()
export class ArchiveOutput {
  readonly #output: OutputLog;
  readonly #archive: OutputArchive;

  constructor(@Inject(OUTPUT_LOG) output: OutputLog, @Inject(OUTPUT_ARCHIVE) archive: OutputArchive) {
    this.#output = output;
    this.#archive = archive;
  }

  @OnFact('archive-output', [
    'podium.session.v1.SessionCompleted',
    'podium.session.v1.SessionFailed',
    'podium.session.v1.SessionCancelled',
  ])
  async sessionEnded(@Payload() end: SessionEnd): Promise<void> {
    const projectId = projectIdOf(end);
    const output = await this.#output.readAll(projectId, end.data.sessionId);
    if (output.length > 0) await this.#archive.put(projectId, end.data.sessionId, output);
  }

  @OnFact('delete-output', ['podium.project.v1.ProjectDeleted'])
  async projectDeleted(@Payload() deleted: Recorded<'podium.project.v1.ProjectDeleted'>): Promise<void> {
    await this.#output.deleteProject(projectIdOf(deleted));
    await this.#archive.deleteProject(projectIdOf(deleted));
  }
}
