export { ApiError, PodiumApi, type Json, type OutputEvent, type TaskRef } from './api.ts';
export { PodiumStack, StackError, type StackOptions } from './stack.ts';
export { residentMegabytes } from './process-tree.ts';
