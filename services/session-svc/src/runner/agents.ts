/** OpenCode's own agent that may change files and run commands. */
export const agentName = 'build';
