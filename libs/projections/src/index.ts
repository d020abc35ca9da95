export { ProjectionControl } from './control/control-client.ts';
export { ControlError } from './control/control-error.ts';
export type { ProjectionInfo } from './control/protocol.ts';
export type {
  Operation,
  OperationOptions,
  OperationProgress,
  RebuildOptions,
  RebuildResult,
  ResponsibleEvent,
  RowDifference,
  VerifyResult,
} from './operations.ts';
export {
  CheckpointMovedError,
  FoldError,
  LiveTablesChangedError,
  LogSilentError,
  NotActiveError,
  OperationCancelledError,
  OperationRunningError,
  SwapRefusedError,
  TablesMissingError,
  TablesUnusableError,
  UnsupportedEntityError,
} from './errors.ts';
export type { Projection, TableFold } from './projection.ts';
export { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.ts';
export type { AppliedListener } from './progress.ts';
