export * from './envelope.ts';
export * from './contracts.ts';
export type { MessageTypes } from './gen/messages.ts';
export type {
  AttachmentRef,
  Continuation,
  ModelChoice,
  PromptOptions,
  Rejection,
  RequestHadNoEffect,
  Usage,
} from './gen/podium/common/v1/common.ts';
export { WorkspaceSource } from './gen/podium/project/v1/project.ts';
export { BudgetPeriod, type Budget } from './gen/podium/project/v1/budget.ts';
export type { SessionLimits } from './gen/podium/project/v1/limits.ts';
export { MemberRole } from './gen/podium/project/v1/members.ts';
export type { SavedView, TaskTemplate, WipLimit } from './gen/podium/project/v1/board.ts';
export { TaskPriority, TaskStatus } from './gen/podium/task/v1/task.ts';
export type { Attachment } from './gen/podium/task/v1/attachments.ts';
export type { TaskCard } from './gen/podium/task/v1/card.ts';
export type { ChecklistItem, TaskProperties } from './gen/podium/task/v1/properties.ts';
export {
  FailureClass,
  OutputKind,
  PermissionAnswer,
  SessionPhase,
  type Model,
  type OutputChunk,
  type Question,
  type QuestionAnswer,
} from './gen/podium/session/v1/session.ts';
export {
  FileChange,
  type ChangedFile,
  type Commit,
  type Company,
  type OtherWork,
  type TurnChanges,
} from './gen/podium/session/v1/changes.ts';
export type { AskedTool } from './gen/podium/session/v1/gate.ts';
export { SessionPriority } from './gen/podium/session/v1/queue.ts';
export {
  TurnEnding,
  type OfferedAgent,
  type OfferedCommand,
  type OfferedModel,
} from './gen/podium/session/v1/conversation.ts';
export * from './subject.ts';
export { currentType, upcast, upcastersVersion } from './upcasters.ts';
