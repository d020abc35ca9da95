import type { InboxItem, InboxKind } from '@podium/board';
import { actionWords } from '@/lib/ui/action-words.ts';

export const kindLabels: Record<InboxKind, string> = {
  permission: 'Permission',
  question: 'Question',
  plan: 'Plan to approve',
  failure: 'Failed',
  review: 'To review',
};

/** Headings of the inbox, in its order. */
export const groupLabels: Record<InboxKind, string> = {
  permission: 'Agents want to do something',
  question: 'Agents have questions',
  plan: 'Plans wait for approval',
  failure: 'Work failed',
  review: 'Work waits to be looked at',
};

/** One sentence on what is wanted of the person. */
export function inboxText({ kind, gate, failure, task_title }: InboxItem): string {
  if (gate?.kind === 'permission') return `${actionWords(gate.action)}: ${gate.patterns.join(', ')}`;
  if (gate?.kind === 'question') return gate.questions[0]?.text ?? 'The agent has a question.';
  if (kind === 'failure') return failure?.message ?? 'The session failed.';
  return kind === 'plan' ? `Look at the plan of “${task_title}”.` : `Look at the work on “${task_title}”.`;
}
