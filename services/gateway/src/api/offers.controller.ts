import { Controller, Inject, Query } from '@nestjs/common';
import type { CatalogueView } from '@podium/board';
import { WorkspaceFiles } from '@podium/jetstream';
import { z } from 'zod';
import { bestMatches } from '../projections/best-matches.ts';
import { ReadModel } from '../projections/read-model-queries.ts';
import { inTime } from '../requests/in-time.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId } from './known-id.ts';
import { catalogueSchema, fileQuerySchema, filesSchema } from './schemas/conversation.ts';

const tag = 'sessions';
const logTimeoutMs = 2_500;

/** What people can choose from when they write to an agent. */
@Controller('api')
export class OffersController {
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(WorkspaceFiles) private readonly workspaceFiles: WorkspaceFiles,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/agents-and-models',
    operationId: 'getAgentsAndModels',
    summary: 'Models, agents and slash commands of the project’s runtime; none before it has been ready',
    tag,
    status: 200,
    answer: catalogueSchema,
    problems: [404],
  })
  async agentsAndModels(@ProjectId() projectId: string): Promise<CatalogueView> {
    await this.directory.assertExists(projectId);
    const [catalogue] = await this.reads.query<CatalogueView>('SELECT * FROM catalogues WHERE project_id = $1', [
      projectId,
    ]);
    return catalogue ?? { project_id: projectId, models: [], agents: [], commands: [], position: 0 };
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/commands',
    operationId: 'listCommands',
    summary: 'Slash commands of the project’s runtime: a prompt that begins with one is sent as that',
    tag,
    status: 200,
    answer: z.object({ commands: catalogueSchema.shape.commands }),
    problems: [404],
  })
  async commands(@ProjectId() projectId: string): Promise<Pick<CatalogueView, 'commands'>> {
    const { commands } = await this.agentsAndModels(projectId);
    return { commands };
  }

  @ApiRoute({
    method: 'get',
    path: '/projects/:projectId/files',
    operationId: 'findFiles',
    summary: 'Files of the workspace whose paths match, to be mentioned in a prompt as `@path`',
    tag,
    query: fileQuerySchema,
    cost: 1,
    status: 200,
    answer: filesSchema,
    problems: [404],
  })
  async files(
    @ProjectId() projectId: string,
    @Query({ schema: fileQuerySchema }) { query, limit }: z.infer<typeof fileQuerySchema>,
  ): Promise<z.infer<typeof filesSchema>> {
    await this.directory.assertExists(projectId);
    const listing = await inTime(logTimeoutMs, this.workspaceFiles.get(projectId));
    return { files: bestMatches(listing?.files ?? [], query, limit), listed_at: listing?.listedAt ?? null };
  }
}
