/** The log of facts. */
export const EVENT_LOG = Symbol('EVENT_LOG');
/** Carries out commands on sessions. */
export const SESSION_COMMANDS = Symbol('SESSION_COMMANDS');
/** Publishes requests to other contexts and work messages. */
export const REQUESTS = Symbol('REQUESTS');
/** Sets timers that survive this process. */
export const TIMERS = Symbol('TIMERS');
/** The stream of agents' output. */
export const OUTPUT_LOG = Symbol('OUTPUT_LOG');
/** Makes clients of projects' OpenCode servers. */
export const OPEN_CODE = Symbol('OPEN_CODE');
/** The output of ended sessions, compressed. */
export const OUTPUT_ARCHIVE = Symbol('OUTPUT_ARCHIVE');
/** The patches of sessions' turns. */
export const PATCH_ARCHIVE = Symbol('PATCH_ARCHIVE');
/** Carries out commands on projects' queues. */
export const QUEUE_COMMANDS = Symbol('QUEUE_COMMANDS');
/** Carries out commands on projects' budgets. */
export const BUDGET_COMMANDS = Symbol('BUDGET_COMMANDS');
/** Carries out commands on what agents are always allowed. */
export const PERMISSION_COMMANDS = Symbol('PERMISSION_COMMANDS');
