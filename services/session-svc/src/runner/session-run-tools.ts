import type { CommandHandler } from '@podium/event-sourcing';
import type { OutputLog } from '@podium/jetstream';
import { LOGGER, type Logger } from '@podium/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionCommand } from '../domain/commands.ts';
import type { PermissionCommand, PermissionsState } from '../domain/permissions.ts';
import type { SessionState } from '../domain/session.ts';
import type { AgentContact } from '../opencode/event-stream.ts';
import type { OpenCodeClient } from '../opencode/open-code-client.ts';
import { LimitsReader } from '../projections/limits/limits-reader.ts';
import { BudgetReader } from '../projections/usage/budget-reader.ts';
import { OPEN_CODE, OUTPUT_LOG, PERMISSION_COMMANDS, SESSION_COMMANDS } from '../tokens.ts';
import { PodAccess, type ReadyPod } from './pod-access.ts';
import { PromptSender } from './prompt-sender.ts';
import { Retries } from './retries.ts';
import { SessionSignals } from './session-signals.ts';
import { Sleeps } from './sleeps.ts';
import { WorkspaceWatch } from './workspace-watch.ts';

/** Makes a client of the OpenCode server in a project's pod. @param contact is told whether its events arrive */
export type OpenCodeFactory = (projectId: string, pod: ReadyPod, contact?: AgentContact) => OpenCodeClient;

/** All that a run needs from outside of itself. */
@Injectable()
export class SessionRunTools {
  constructor(
    @Inject(SESSION_COMMANDS) readonly sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(PERMISSION_COMMANDS) readonly permissions: CommandHandler<PermissionsState, PermissionCommand>,
    @Inject(OUTPUT_LOG) readonly output: OutputLog,
    @Inject(PodAccess) readonly pods: PodAccess,
    @Inject(SessionSignals) readonly signals: SessionSignals,
    @Inject(PromptSender) readonly sender: PromptSender,
    @Inject(OPEN_CODE) readonly openCode: OpenCodeFactory,
    @Inject(Retries) readonly retries: Retries,
    @Inject(LimitsReader) readonly limits: LimitsReader,
    @Inject(BudgetReader) readonly budgets: BudgetReader,
    @Inject(Sleeps) readonly sleeps: Sleeps,
    @Inject(WorkspaceWatch) readonly workspace: WorkspaceWatch,
    @Inject(LOGGER) readonly logger: Logger,
  ) {}
}
