import { Controller, Inject, Param, Query } from '@nestjs/common';
import { foldChanges, noChanges, type SessionChanges } from '@podium/board';
import { PatchArchive } from '@podium/jetstream';
import type { z } from 'zod';
import { ReadModel } from '../projections/read-model-queries.ts';
import { LogViews } from '../requests/log-views.ts';
import { ApiRoute } from './api-route.ts';
import { SessionId } from './known-id.ts';
import { notFound } from './problems.ts';
import { changesSchema, patchQuerySchema, patchSchema } from './schemas/changes.ts';

const tag = 'sessions';

/** What agents did to the workspace, as it was seen at the end of each turn. */
@Controller('api')
export class ChangesController {
  constructor(
    @Inject(ReadModel) private readonly reads: ReadModel,
    @Inject(LogViews) private readonly views: LogViews,
    @Inject(PatchArchive) private readonly patches: PatchArchive,
  ) {}

  @ApiRoute({
    method: 'get',
    path: '/sessions/:sessionId/changes',
    operationId: 'getChanges',
    summary: 'What a session changed, turn by turn: files, lines, and the commit that came out',
    tag,
    status: 200,
    answer: changesSchema,
    problems: [404],
  })
  async list(@SessionId() sessionId: string): Promise<z.infer<typeof changesSchema>> {
    const { changes } = await this.#changesOf(sessionId);
    return { session_id: sessionId, turns: [...changes.turns], position: changes.position };
  }

  @ApiRoute({
    method: 'get',
    path: '/sessions/:sessionId/changes/:turn',
    operationId: 'getPatch',
    summary: 'The patch of one turn, or of one file of it',
    tag,
    query: patchQuerySchema,
    status: 200,
    answer: patchSchema,
    problems: [404],
  })
  async patch(
    @SessionId() sessionId: string,
    @Param('turn') turnText: string,
    @Query({ schema: patchQuerySchema }) { path }: z.infer<typeof patchQuerySchema>,
  ): Promise<z.infer<typeof patchSchema>> {
    const { projectId, changes } = await this.#changesOf(sessionId);
    const turn = changes.turns.find(({ turn: number }) => String(number) === turnText);
    const id = turn && changes.patchIds.get(turn.turn);
    const stored = id === undefined ? null : await this.patches.get(projectId, id);
    if (!turn || !stored) throw notFound('change');
    const wanted = path === undefined ? stored : stored.filter((file) => file.path === path);
    if (wanted.length === 0) throw notFound('change');
    return {
      turn: turn.turn,
      path: path ?? null,
      patch: wanted.map(({ patch }) => patch).join(''),
      truncated: wanted.some(({ isTruncated }) => isTruncated) || (path === undefined && leavesOut(turn)),
    };
  }

  /** From the log, because only the facts about turns tell it. */
  async #changesOf(sessionId: string): Promise<{ projectId: string; changes: SessionChanges }> {
    const session = await this.reads.tasks.findSession(sessionId);
    if (!session) throw notFound('session');
    const projectId = session.project_id;
    const facts = await this.views.history({ projectId, context: 'session', id: sessionId });
    return { projectId, changes: facts.reduce(foldChanges, noChanges) };
  }
}

function leavesOut({ files, total_files }: SessionChanges['turns'][number]): boolean {
  return files.length < total_files;
}
