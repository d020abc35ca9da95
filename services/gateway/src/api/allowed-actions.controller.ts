import { Controller, Inject, Query, UseInterceptors } from '@nestjs/common';
import type { z } from 'zod';
import { IntentOf, type Intent } from '../requests/intent.ts';
import { ProjectDirectory } from '../requests/project-directory.ts';
import { Writer } from '../requests/writer.ts';
import type { PendingRequest, Written } from '../requests/written.ts';
import { ApiRoute } from './api-route.ts';
import { ProjectId } from './known-id.ts';
import { revokedSchema, revokeQuerySchema } from './schemas/allowed-actions.ts';
import { WriteAnswers } from './write-answers.ts';

type Revoked = z.infer<typeof revokedSchema>;

const permissionsId = 'permissions';

/** What agents are always allowed; which that is, a project says itself. */
@Controller('api')
@UseInterceptors(WriteAnswers)
export class AllowedActionsController {
  constructor(
    @Inject(Writer) private readonly writer: Writer,
    @Inject(ProjectDirectory) private readonly directory: ProjectDirectory,
  ) {}

  @ApiRoute({
    method: 'delete',
    path: '/projects/:projectId/allowed-actions',
    operationId: 'revokeAllowedAction',
    summary: 'Let agents ask again for something that a person has always allowed',
    tag: 'sessions',
    query: revokeQuerySchema,
    status: 200,
    answer: revokedSchema,
    problems: [404],
  })
  async revoke(
    @ProjectId() projectId: string,
    @Query({ schema: revokeQuerySchema }) { action, pattern }: z.infer<typeof revokeQuerySchema>,
    @IntentOf() intent: Intent,
  ): Promise<Written<Revoked> | PendingRequest> {
    await this.directory.assertExists(projectId);
    return this.writer.write(
      {
        to: { projectId, id: permissionsId },
        type: 'podium.session.v1.PermissionRevokeRequested',
        data: { projectId, action, pattern },
      },
      intent,
      ({ position }) => ({ body: { action, pattern, position: position ?? 0 }, position }),
    );
  }
}
