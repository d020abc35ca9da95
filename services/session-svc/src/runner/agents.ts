/** OpenCode's own agent that may change files and run commands: it answers where nobody chooses another one. */
export const defaultAgent = 'build';
