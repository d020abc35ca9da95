/** Carries out commands on tasks. */
export const TASK_COMMANDS = Symbol('TASK_COMMANDS');
