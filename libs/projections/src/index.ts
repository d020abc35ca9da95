export {
  CheckpointMovedError,
  FoldError,
  TablesMissingError,
  TablesUnusableError,
  UnsupportedEntityError,
} from './errors.ts';
export type { Projection, TableFold } from './projection.ts';
export { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner.ts';
export type { AppliedListener } from './progress.ts';
