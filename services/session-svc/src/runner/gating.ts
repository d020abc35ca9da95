import { causedBy, derivedId } from '@podium/event-sourcing';
import { PermissionAnswer, projectIdOf } from '@podium/proto';
import { permissionsAggregate, sessionAggregate } from '../session-aggregate.ts';
import type { GatedSession } from './gate-keeper.ts';
import type { RunPart } from './run-part.ts';
import type { SessionRunTools } from './session-run-tools.ts';

/** What a gate keeper may do with the session of a run. @param signal ends the waiting */
export function gatedSession(
  { sessions, signals, permissions }: Pick<SessionRunTools, 'sessions' | 'signals' | 'permissions'>,
  run: RunPart,
  signal: AbortSignal,
): GatedSession {
  const projectId = projectIdOf(run.work);
  const { sessionId } = run.ids;
  return {
    signal,
    command: (command) => run.command({ ...command, ...run.ids }, command.gateId),
    state: () => run.state(),
    listen: (listener) => signals.listen(sessionId, listener),
    permissions: async () => (await permissions.state(permissionsAggregate(projectId))).state,
    async answerAllowed(gateId) {
      const command = { kind: 'answer-permission', sessionId, gateId, answer: PermissionAnswer.ONCE } as const;
      const key = derivedId(run.work.id, 'allowed', gateId);
      const cause = { ...causedBy(run.work), key, actor: 'service:session-svc' };
      await sessions.handle(sessionAggregate(run.work, sessionId), command, cause);
    },
  };
}
