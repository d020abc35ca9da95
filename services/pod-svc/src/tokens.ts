/** Carries out commands on pods. */
export const POD_COMMANDS = Symbol('POD_COMMANDS');
/** The driver that pods live in. */
export const RUNTIME = Symbol('RUNTIME');
