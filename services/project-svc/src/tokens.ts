/** Carries out commands on projects. */
export const PROJECT_COMMANDS = Symbol('PROJECT_COMMANDS');
