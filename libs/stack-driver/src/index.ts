export { ApiError, PodiumApi, type Json, type OutputEvent, type TaskRef } from './api.ts';
export { PodiumStack, StackError, type StackOptions } from './stack.ts';
export { processTree, residentMegabytes } from './process-tree.ts';
export { ProcessFaults, type Stray } from './process-faults.ts';
export { RunningStack, type StackUnderTest } from './running-stack.ts';
export { RuntimeDoor, type RuntimeEvent } from './runtime-door.ts';
export { ProcessMeter } from './process-meter.ts';
