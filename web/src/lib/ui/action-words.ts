const words: Readonly<Record<string, string>> = {
  bash: 'The agent wants to run a command',
  edit: 'The agent wants to change a file',
  write: 'The agent wants to write a file',
  read: 'The agent wants to read a file',
  external_directory: 'The agent wants to leave the workspace',
  webfetch: 'The agent wants to open a web page',
  websearch: 'The agent wants to search the web',
  doom_loop: 'The agent repeats itself and wants to go on',
};

/** What the agent wants, in a person's words. */
export function actionWords(action: string): string {
  return words[action] ?? `The agent wants to use ${action}`;
}

/** The same as a heading of what is allowed. */
export const actionNames: Readonly<Record<string, string>> = {
  bash: 'Run',
  edit: 'Change',
  write: 'Write',
  read: 'Read',
  external_directory: 'Leave the workspace for',
  webfetch: 'Open',
  websearch: 'Search the web for',
  doom_loop: 'Repeat itself',
};
