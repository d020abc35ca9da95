import { causedBy, derivedId, type CommandHandler } from '@podium/event-sourcing';
import { OnFact } from '@podium/jetstream';
import { PermissionAnswer, projectIdOf, type Recorded } from '@podium/proto';
import type { ProjectionRunner } from '@podium/projections';
import { PROJECTIONS } from '@podium/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import type { SessionCommand } from '../domain/commands.ts';
import { isGranted, type PermissionCommand, type PermissionsState } from '../domain/permissions.ts';
import type { SessionState } from '../domain/session.ts';
import { LimitsReader } from '../projections/limits/limits-reader.ts';
import { permissionsAggregate, sessionAggregate } from '../session-aggregate.ts';
import { PERMISSION_COMMANDS, SESSION_COMMANDS } from '../tokens.ts';

/** How long a fact waits for what came before it to be in the tables. */
const waitMilliseconds = 10_000;

/** What a person always allows is allowed to all sessions of the project, those that wait and those of tomorrow. */
@Controller()
export class GrantPermissions {
  readonly #permissions: CommandHandler<PermissionsState, PermissionCommand>;
  readonly #sessions: CommandHandler<SessionState, SessionCommand>;
  readonly #reader: LimitsReader;
  readonly #projection: ProjectionRunner;

  constructor(
    @Inject(PERMISSION_COMMANDS) permissions: CommandHandler<PermissionsState, PermissionCommand>,
    @Inject(SESSION_COMMANDS) sessions: CommandHandler<SessionState, SessionCommand>,
    @Inject(LimitsReader) reader: LimitsReader,
    @Inject(PROJECTIONS) [projection]: readonly [ProjectionRunner],
  ) {
    this.#permissions = permissions;
    this.#sessions = sessions;
    this.#reader = reader;
    this.#projection = projection;
  }

  @OnFact('grant-permissions', ['podium.session.v1.PermissionAnswered'])
  async answered(@Payload() answered: Recorded<'podium.session.v1.PermissionAnswered'>): Promise<void> {
    const { allows, sessionId, taskId } = answered.data;
    if (!allows) return;
    const projectId = projectIdOf(answered);
    await this.#permissions.handle(
      permissionsAggregate(projectId),
      { kind: 'grant', projectId, ...allows, sessionId, taskId },
      { ...causedBy(answered), key: derivedId(answered.id, 'grant') },
    );
  }

  /** Whoever asks later finds it allowed: a keeper looks once more after asking. */
  @OnFact('apply-permissions', ['podium.session.v1.PermissionGranted'])
  async granted(@Payload() granted: Recorded<'podium.session.v1.PermissionGranted'>): Promise<void> {
    if (!(await this.#projection.waitFor(granted.position, waitMilliseconds))) {
      throw new Error(`The sessions projection did not reach position ${granted.position} in time`);
    }
    const projectId = projectIdOf(granted);
    const { state: permissions } = await this.#permissions.state(permissionsAggregate(projectId));
    for (const sessionId of await this.#reader.waitingSessions(projectId)) {
      const session = sessionAggregate(granted, sessionId);
      const { state } = await this.#sessions.state(session);
      for (const gateId of allowedGates(state, permissions)) {
        const command = { kind: 'answer-permission', sessionId, gateId, answer: PermissionAnswer.ONCE } as const;
        await this.#sessions.handle(session, command, { ...causedBy(granted), key: derivedId(granted.id, gateId) });
      }
    }
  }
}

function allowedGates(state: SessionState, permissions: PermissionsState): string[] {
  if (state.kind !== 'running') return [];
  return [...state.run.gates].flatMap(([id, gate]) => {
    const isOpen = gate.kind === 'permission' && !gate.closed && isGranted(permissions, gate.action, gate.patterns);
    return isOpen ? [id] : [];
  });
}
