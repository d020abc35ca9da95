export * from './envelope.ts';
export * from './contracts.ts';
export type { MessageTypes } from './gen/messages.ts';
export type { Rejection, RequestHadNoEffect, Usage } from './gen/podium/common/v1/common.ts';
export { WorkspaceSource } from './gen/podium/project/v1/project.ts';
export { TaskPriority, TaskStatus } from './gen/podium/task/v1/task.ts';
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
export * from './subject.ts';
export { currentType, upcast } from './upcasters.ts';
