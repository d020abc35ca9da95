import type { Work } from '../domain/session.ts';

/** What the agent is told in the turn that runs. */
export function promptText({ turn, title, prompt, continues }: Work): string {
  const text = turn?.prompt.text ?? prompt;
  const isAgain = (turn?.sendings ?? 1) > 1;
  if (turn?.isAfterLoss && (turn.number > 1 || continues)) return afterLoss(turn.number > 1 ? prompt : title, text);
  return isAgain ? continuationPrompt(text) : text;
}

/** What the agent is told when its run was cut off, by a restart of the pod for example. */
export function continuationPrompt(prompt: string): string {
  return [
    'You were interrupted. Look at what is already done and continue the task until it is finished.',
    `<task>\n${prompt}\n</task>`,
  ].join('\n\n');
}

/** What the agent is told when it does not remember what it has done. */
function afterLoss(before: string, prompt: string): string {
  return [
    'You have worked in this workspace before, but that conversation was lost. The files are as you left them: look at what is already done.',
    `<earlier>\n${before}\n</earlier>`,
    'Now do this:',
    `<task>\n${prompt}\n</task>`,
  ].join('\n\n');
}
