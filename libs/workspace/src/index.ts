export * from './contract.ts';
export { WorkspaceError, workspaceErrorCodes, type WorkspaceErrorCode } from './errors.ts';
export { maxReadBytes, maxWriteBytes, type FilePart, type WriteCondition } from './files.ts';
export type { DiffOptions, GitCommit, GitDiff, GitStatus } from './repository.ts';
export type { Match, SearchResult } from './search.ts';
export { Workspace } from './workspace.ts';
export * from './questions.ts';
