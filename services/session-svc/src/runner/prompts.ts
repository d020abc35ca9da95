/** What the agent is told when its run was cut off, by a restart of the pod for example. */
export function continuationPrompt(prompt: string): string {
  return [
    'You were interrupted. Look at what is already done and continue the task until it is finished.',
    `<task>\n${prompt}\n</task>`,
  ].join('\n\n');
}
