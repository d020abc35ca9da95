import type { RecordedFact } from '@podium/proto';

/** A fact can't be folded into the tables. Repeating does not help: the projection stops in front of the fact. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
  readonly code = 'projection_fold_failed';
  readonly fact: RecordedFact;

  constructor(projection: string, fact: RecordedFact, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Projection ${projection} can't fold ${fact.type} ${fact.id} at position ${fact.position}: ${reason}`, {
      cause,
    });
    this.fact = fact;
  }
}

/** Another replica has moved the checkpoint: what this one was about to write is written already, or not its to write. */
export class CheckpointMovedError extends Error {
  override readonly name = 'CheckpointMovedError';
  readonly code = 'checkpoint_moved';
}

/** An entity can't be the table of a projection. */
export class UnsupportedEntityError extends Error {
  override readonly name = 'UnsupportedEntityError';
  readonly code = 'unsupported_entity';
}

/** Somebody has dropped tables of a projection. They are made anew and folded from the first fact. */
export class TablesMissingError extends Error {
  override readonly name = 'TablesMissingError';
  readonly code = 'tables_missing';
}

/** The tables are not as the entities want them, even though they have just been made. */
export class TablesUnusableError extends Error {
  override readonly name = 'TablesUnusableError';
  readonly code = 'tables_unusable';
}

/** What a rebuild needs of the log does not come. */
export class LogSilentError extends Error {
  override readonly name = 'LogSilentError';
  readonly code = 'log_silent';
}

/** Somebody else is rebuilding or verifying the projection. */
export class OperationRunningError extends Error {
  override readonly name = 'OperationRunningError';
  readonly code = 'operation_running';
}

/** This replica does not lead the projection. */
export class NotActiveError extends Error {
  override readonly name = 'NotActiveError';
  readonly code = 'not_active';
}

/** A rebuild or verification ended because somebody, or the end of the service, asked for it. */
export class OperationCancelledError extends Error {
  override readonly name = 'OperationCancelledError';
  readonly code = 'cancelled';
}

/** The live tables became those of another version, or were made anew, during a rebuild or verification. */
export class LiveTablesChangedError extends Error {
  override readonly name = 'LiveTablesChangedError';
  readonly code = 'live_tables_changed';
}

/** Long transactions of readers kept the live tables from being replaced. */
export class SwapRefusedError extends Error {
  override readonly name = 'SwapRefusedError';
  readonly code = 'swap_refused';
}

/** SQLSTATE of an error of PostgreSQL, also where TypeORM has wrapped it. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Undefined table, column or schema: what a projection writes to was dropped or is of another shape. */
export function isMissingTable(error: unknown): boolean {
  if (error instanceof TablesMissingError) return true;
  const state = sqlState(error);
  return state === '42P01' || state === '42703' || state === '3F000';
}

/** Classes 22 (data exception) and 23 (integrity violation): the values are at fault, not the connection. */
export function isRefusedValue(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && (state.startsWith('22') || state.startsWith('23'));
}

/** Errors that trying again can't cure. */
export function isPermanent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return (
    error instanceof FoldError ||
    error instanceof UnsupportedEntityError ||
    error instanceof TablesUnusableError ||
    code === 'unreadable_message'
  );
}
