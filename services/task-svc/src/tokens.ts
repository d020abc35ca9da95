/** Carries out commands on tasks. */
export const TASK_COMMANDS = Symbol('TASK_COMMANDS');
/** Carries out commands on who waits for whom. */
export const DEPENDENCY_COMMANDS = Symbol('DEPENDENCY_COMMANDS');
/** The store of attached files. */
export const ATTACHMENTS = Symbol('ATTACHMENTS');

/** The log of facts, for what a task has to know of its project. */
export const EVENT_LOG = Symbol('EVENT_LOG');
