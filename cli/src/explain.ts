import { LogUnavailableError } from '@podium/event-sourcing';
import { BackupError, ConsumerNotRunningError } from '@podium/jetstream';
import { ControlError } from '@podium/projections';
import { CliError, exitCodes } from './exit-codes.ts';

/** Any error in the words of this program. */
export function explained(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const cause = { cause: error };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof LogUnavailableError) {
    const hint = 'NATS does not answer. Is the stack running, and are its streams there ("podium streams info")?';
    return new CliError(exitCodes.unreachable, error.code, message, { ...cause, hint });
  }
  if (error instanceof ConsumerNotRunningError) {
    const hint =
      'Start the service that the consumer belongs to, or wait until one of its replicas is active; then repeat.';
    return new CliError(exitCodes.unreachable, error.code, message, { ...cause, hint });
  }
  if (error instanceof BackupError) {
    const isRefused = error.code === 'log_not_empty';
    return new CliError(isRefused ? exitCodes.refused : exitCodes.failed, error.code, message, cause);
  }
  if (error instanceof ControlError) {
    const isAway = ['projection_not_found', 'no_active_replica', 'replica_lost'].includes(error.code);
    const hint = isAway ? '"podium projections list" shows those that run.' : undefined;
    const exitCode = isAway ? exitCodes.unreachable : exitCodes.failed;
    return new CliError(exitCode, error.code, message, { ...cause, ...(hint ? { hint } : {}) });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal_error';
  return new CliError(exitCodes.failed, code, message, cause);
}
